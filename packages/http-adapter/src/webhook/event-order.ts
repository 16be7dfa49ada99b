import type { WebhookRecord } from 'entrata-store';
import type { WebhookContext } from './webhook-context.js';

/** When the webhook came that first brought an event. */
export interface WebhookPlace {
  /** Its log row, which the database numbered; undefined when it was not logged in time. */
  readonly logId: string | undefined;
  /** By the clock of the machine that took it. */
  readonly receivedAt: string;
  /** Whether it is worked on later than in the request that it came with. */
  readonly isLate: boolean;
}

/** An event's place among those of its property. `last`: an administrator has just let it take effect. */
export type EventPlace = WebhookPlace | 'last';

/**
 * Whether an event that was accepted already, and whose log row is `latest`, came after the one at `place`. The numbers
 * that the database gave their log rows say so: the clocks of two machines may differ by more than what lies between
 * two webhooks. Where a row has no number (a mapped table without the column, a row that is not there), the clocks are
 * all there is.
 */
export async function isOvertaken(
  { store, now }: WebhookContext,
  place: EventPlace,
  latest: WebhookRecord | undefined,
): Promise<boolean> {
  if (place === 'last' || latest === undefined) return false;
  const isNumbered = place.logId !== undefined && latest.seq !== undefined;
  const own = isNumbered ? await store.webhooks.find(place.logId) : undefined;
  if (own?.seq !== undefined && latest.seq !== undefined) return latest.seq > own.seq;
  // In its own request an event is overtaken by what came in the seconds since. An instant that is yet to come was
  // written by a clock that is ahead, and says nothing about the order: taken at its word, it would cost a suspension.
  const isTold = place.isLate || latest.receivedAt <= now().toISOString();
  return isTold && latest.receivedAt > place.receivedAt;
}
