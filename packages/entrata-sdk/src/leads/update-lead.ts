import { callMethod, standardMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { CallOptions } from '../options.js';
import { idCheck } from '../wire/checks.js';
import { denverStamp } from './denver-time.js';
import type { LeadUpdate, LeadUpdateReceipt } from './lead.js';
import { appointmentEvent, appointmentTypeId, checkTour, eventComment } from './request-tree.js';
import { slotFields } from './slot-fields.js';
import { takenRecord } from './taken-record.js';

const method = 'updateLead';

/** `leads/updateLeads` r2: books one more tour on a lead, moves one, or gives one a result. */
export async function updateLead(
  target: Target,
  input: LeadUpdate,
  call?: CallOptions,
): Promise<LeadUpdateReceipt> {
  const { change } = input;
  const { ids } = target.context.wire;
  const checkId = idCheck(ids, method);
  checkId('propertyId', input.propertyId);
  checkId('leadId', input.leadId);
  if (change.kind !== 'book') checkId('change.eventId', change.eventId);
  if (change.kind === 'cancel') checkId('change.eventResultId', change.eventResultId);
  else checkTour(change.slot, change.tourType, method);

  const wire = standardMethod(target, 'updateLeads', method);
  const stamp = denverStamp(target.context.clock.now());
  const params = {
    propertyId: input.propertyId,
    prospects: {
      prospect: [{ applicationId: input.leadId, events: { event: [eventOf(target, change, stamp)] } }],
    },
  };
  const read = (result: unknown) => omitUndefined({ message: takenRecord(result, method).message });
  return callMethod(target, { method, wire, params, safety: 'write' }, read, call);
}

function eventOf(target: Target, change: LeadUpdate['change'], stamp: string): Record<string, string> {
  if (change.kind === 'cancel') {
    return {
      type: 'Appointment',
      typeId: appointmentTypeId,
      eventId: change.eventId,
      eventResultId: change.eventResultId,
      date: stamp,
      comments: eventComment(change.comment),
    };
  }
  const { slot, tourType, comment } = change;
  const event = appointmentEvent(
    { slot, tourType, comment },
    { stamp, slotFields: slotFields(target, method) },
  );
  return change.kind === 'reschedule' ? { ...event, eventId: change.eventId } : event;
}
