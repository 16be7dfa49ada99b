export interface Houses {
  readonly items: readonly { readonly id: string }[];
}
export interface TourTimes {
  readonly slots: readonly { readonly rawDate: string; readonly rawTime: string }[];
}
export interface Booking {
  readonly id: string;
  readonly status: string;
}

/** Calls the adapter as the app would: GET, or POST when there is something to send. */
export async function callApp<T>(
  url: string,
  token: string,
  send?: object,
): Promise<{ readonly status: number; readonly body: T }> {
  const response = await fetch(url, {
    method: send === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(send === undefined ? {} : { body: JSON.stringify(send) }),
    signal: AbortSignal.timeout(20_000),
  });
  // The caller names the shape that the endpoint documents.
  return { status: response.status, body: (await response.json()) as T };
}

/** A property becomes a house a moment after its webhook was answered. */
export async function waitForHouses(url: string, token: string, count: number): Promise<Houses['items']> {
  for (let look = 0; look < 200; look += 1) {
    const { items } = (await callApp<Houses>(`${url}/api/houses`, token)).body;
    if (items.length >= count) return items;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`there were no ${count} houses within ten seconds`);
}

/** The tour times of the week that begins the day after tomorrow. */
export async function nextTourTimes(
  url: string,
  token: string,
  houseId: string,
): Promise<TourTimes['slots']> {
  const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
  const query = `houseId=${houseId}&from=${day(2)}&to=${day(8)}`;
  return (await callApp<TourTimes>(`${url}/api/tour-times?${query}`, token)).body.slots;
}
