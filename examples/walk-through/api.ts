/** Calls the example server's endpoints as the app would. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<{ readonly status: number; readonly body: T }>;
}

/** Logs in through the example's development login. */
export async function logIn(baseUrl: string, userId: string): Promise<Api> {
  const login = await fetch(`${baseUrl}/dev/login?userId=${encodeURIComponent(userId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  // The development login of this very process answers so.
  const { token } = (await login.json()) as { token: string };
  const call = async (path: string, init: RequestInit) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${baseUrl}${path}`, {
      ...init,
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    const body: unknown = await response.json();
    if (response.status >= 400)
      throw new Error(
        `${init.method} ${path.split('?')[0]} answered ${response.status}: ${JSON.stringify(body)}`,
      );
    return { status: response.status, body };
  };
  return {
    // Callers name the shape that the endpoint documents; the walk-through compares the values afterwards.
    get: async <T>(path: string) => (await call(path, { method: 'GET' })).body as T,
    post: async <T>(path: string, body: unknown) => {
      const answer = await call(path, { method: 'POST', body: JSON.stringify(body) });
      return { status: answer.status, body: answer.body as T };
    },
  };
}
