import { setTimeout as delay } from 'node:timers/promises';
import { tokenOf } from '../../test/booking/support/booking-rig.js';
import type { PlannedBooking } from './plan.js';

/** What a renter was told; what was never answered is not there. */
export interface Told {
  /** The viewing that the booking was answered with. */
  viewingId?: string;
  /** The booking was answered as confirmed. */
  wasConfirmed?: boolean;
  /** The viewing that a move was answered with. */
  movedTo?: string;
  /** The cancellation of a viewing was accepted: done, or promised. */
  cancelled?: string;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly status?: string };
}

const mostTries = 2_000;
/** Ever longer, as of somebody who looks again. */
const pauseMs = (tries: number) => Math.min(250 * (tries + 1), 2_000);
const open = new Set<string | undefined>(['pending', 'unknown', 'confirmed']);

/**
 * One renter's hands on one booking. Asks like an app: again, with the same idempotency key, while no answer comes back,
 * be it because the process was killed or because the answer asks to wait.
 */
export async function fulfil(
  nextUrl: () => string,
  booking: PlannedBooking,
  onBooked: () => Promise<void>,
): Promise<Told> {
  const { key, houseId, slot, message, target } = booking;
  const told: Told = {};
  const texts = (of: typeof slot) => of && { rawDate: of.rawDate, rawTime: of.rawTime };
  const booked = await post('/api/viewings', { houseId, message, ...texts(slot) }, key);
  const { id } = booked.body;
  if (booked.status >= 300 || id === undefined) return told;
  told.viewingId = id;
  told.wasConfirmed = booked.status !== 202;
  await onBooked();
  const move = async () => {
    const answer = await change(id, `/api/viewings/${id}/reschedule`, texts(target), `move-${key}`);
    if (answer?.body.id !== undefined) told.movedTo = answer.body.id;
  };
  const cancel = async (of: string) => {
    if ((await change(of, `/api/viewings/${of}/cancel`, {})) !== undefined) told.cancelled = of;
  };
  if (booking.afterwards === 'cancel') await cancel(id);
  if (booking.afterwards === 'move') await move();
  if (booking.afterwards === 'race') await Promise.all([move(), cancel(id)]);
  if (booking.afterwards === 'move_and_cancel') {
    await move();
    // First the tour that the renter knows, and when that one is said to be over, the one in its place.
    await cancel(id);
    if (told.cancelled === undefined && told.movedTo !== undefined) await cancel(told.movedTo);
  }
  return told;

  /** Asks for a change until it is accepted; undefined when the viewing has come to an end instead. */
  async function change(
    of: string,
    path: string,
    body: unknown,
    withKey?: string,
  ): Promise<Answer | undefined> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await post(path, body, withKey);
      if (answer.status < 300) return answer;
      const { body: viewing } = await ask('GET', `/api/viewings/${of}`);
      if (answer.status !== 409 || !open.has(viewing.status)) return undefined;
      await delay(pauseMs(tries));
    }
    throw new Error(`no end of ${path}`);
  }

  function post(path: string, body: unknown, withKey?: string): Promise<Answer> {
    return ask('POST', path, body, withKey);
  }

  async function ask(method: string, path: string, body?: unknown, withKey?: string): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${tokenOf(booking.userId)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(withKey === undefined ? {} : { 'idempotency-key': withKey }),
    };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const seen = new Map<number | undefined, number>();
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await send(`${nextUrl()}${path}`, init);
      if (answer !== undefined && answer.status < 500) return answer;
      seen.set(answer?.status, (seen.get(answer?.status) ?? 0) + 1);
      await delay(pauseMs(tries));
    }
    throw new Error(`no answer after ${mostTries} tries: ${JSON.stringify([...seen])}`);
  }
}

/** Undefined when no answer came. */
async function send(url: string, init: RequestInit): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  } catch {
    return undefined;
  }
}
