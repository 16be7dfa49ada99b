import type { OfferedSlot } from '../../test/booking/support/booking-rig.js';
import { tokenOf } from '../../test/booking/support/booking-rig.js';

/** One tap on "book": who wants which tour. */
export interface Wish {
  readonly userId: string;
  readonly houseId: string;
  readonly slot: OfferedSlot;
  readonly key: string;
}

const maxTries = 1_000;
const pauseMs = 250;

/**
 * Posts like an app: the same idempotency key again while no answer comes back, be it because the process was
 * killed or because the answer asks to wait.
 */
export async function bookAsTheApp(nextUrl: () => string, wish: Wish): Promise<number> {
  const { userId, houseId, slot, key } = wish;
  const body = JSON.stringify({ houseId, rawDate: slot.rawDate, rawTime: slot.rawTime });
  const headers = {
    authorization: `Bearer ${tokenOf(userId)}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const seen = new Map<number | undefined, number>();
  for (let attempt = 1; attempt <= maxTries; attempt += 1) {
    const status = await fetch(`${nextUrl()}/api/viewings`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(30_000),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => undefined,
    );
    if (status !== undefined && status < 500) return status;
    seen.set(status, (seen.get(status) ?? 0) + 1);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`no answer after ${maxTries} tries: ${JSON.stringify([...seen])}`);
}
