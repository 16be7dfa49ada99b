import type { ViewingRecord } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';

/** How a booking that came to nothing is answered; undefined for one that stands or is under way. */
export function viewingProblem({ status, note }: ViewingRecord): AdapterError | undefined {
  if (status === 'rejected') {
    return new AdapterError(note === 'slot_not_offered' ? 'slot_not_offered' : 'lead_rejected');
  }
  if (status === 'cancelled') return new AdapterError('state_conflict');
  if (status !== 'failed') return undefined;
  if (note === 'reauthorization_required' || note === 'state_conflict' || note === 'change_not_supported') {
    return new AdapterError(note);
  }
  if (note === 'house_unavailable') return new AdapterError('not_found');
  if (note === 'slot_passed') return new AdapterError('slot_not_offered');
  if (note === 'not_sent') return new AdapterError('unavailable');
  if (note === 'internal') return new AdapterError('internal');
  return new AdapterError(note === 'invalid_input' ? 'lead_rejected' : 'upstream_error');
}
