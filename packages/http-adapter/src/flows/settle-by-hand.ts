import type { ViewingRecord, ViewingSettlement } from 'entrata-store';
import type { Booking } from '../booking.js';
import { AdapterError } from '../problem.js';
import { settleViewing } from './settle-viewing.js';

export interface Finding {
  /** What a person found out at Entrata about an unknown booking. */
  readonly outcome: 'booked' | 'not_booked' | 'send_again';
  /** Entrata's lead id, when it is booked and known. */
  readonly leadId?: string | undefined;
}

const note = 'settled_by_hand';

/** Settles an unknown viewing by what a person says; anything else is refused with `state_conflict`. */
export async function settleByHand(
  booking: Booking,
  viewing: ViewingRecord,
  { outcome, leadId }: Finding,
): Promise<ViewingRecord> {
  const settlements: Record<Finding['outcome'], ViewingSettlement> = {
    booked: { status: 'confirmed', note, leadId },
    not_booked: { status: 'rejected', note },
    send_again: { status: 'pending', note },
  };
  const settled = await settleViewing(booking, viewing, ['unknown'], settlements[outcome]);
  if (settled === undefined) throw new AdapterError('state_conflict');
  return settled;
}
