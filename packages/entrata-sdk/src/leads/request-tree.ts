import { invalidInput } from '../core/errors.js';
import type { SlotFields } from '../profile/wire-profile.js';
import type { RawTourSlot } from '../slots/slot.js';
import { checkTourType, type TourType } from '../tours/tour-type.js';
import { checkDay, idCheck, usDay } from '../wire/checks.js';
import type { LeadInput } from './lead.js';

/** The event type "Scheduled Appointment". */
export const appointmentTypeId = '17';
// Its subtypes. Never to be sent as a type id: 454 as a type is something else entirely.
const subtypeIds: Readonly<Record<TourType, string>> = {
  AGENT_GUIDED: '454',
  VIRTUAL_GUIDED: '525',
  SELF_GUIDED: '560',
};

/** Throws `invalid_input` naming the field that cannot be sent. */
export function checkLead(input: LeadInput, ids: RegExp, method: string): void {
  const checkId = idCheck(ids, method);
  checkId('propertyId', input.propertyId);
  const { firstName, lastName, email, phone } = input.person ?? {};
  if (!filled(firstName) && !filled(lastName))
    throw invalidInput('person', 'needs a first or a last name', method);
  if (!filled(email) && !filled(phone)) throw invalidInput('person', 'needs an e-mail or a phone', method);
  if (filled(email) && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw invalidInput('person.email', 'must be an e-mail address', method);
  }
  if (input.slot) checkTour(input.slot, input.tourType, method);
  if (input.moveInDate !== undefined) checkDay('moveInDate', input.moveInDate, method);
  if (input.leadSource) {
    checkId('leadSource.id', input.leadSource.id);
    for (const id of input.leadSource.additionalIds ?? []) checkId('leadSource.additionalIds', id);
  }
}

export function checkTour(slot: RawTourSlot, tourType: TourType | undefined, method: string): void {
  if (!filled(slot.date)) throw invalidInput('slot.date', 'must not be empty', method);
  if (!filled(slot.time)) throw invalidInput('slot.time', 'must not be empty', method);
  checkTourType(tourType, method);
}

/** What the tree is written with besides the caller's input. */
export interface LeadWriting {
  /** Now, Mountain time. */
  readonly stamp: string;
  readonly slotFields: SlotFields;
  /** Set for `updateLeads`: the lead to change. */
  readonly leadId?: string | undefined;
}

/** The `params` of `sendLeads` r1, as in Entrata's own sample; with a lead id, those of `updateLeads` r2. */
export function leadParams(input: LeadInput, { stamp, slotFields, leadId }: LeadWriting): object {
  const { person, leadSource, comment, moveInDate, slot } = input;
  const preferences = {
    ...(moveInDate === undefined ? {} : { desiredMoveInDate: usDay(moveInDate) }),
    ...(filled(comment) ? { comment } : {}),
  };
  const event = slot && appointmentEvent({ slot, tourType: input.tourType, comment }, { stamp, slotFields });
  return {
    propertyId: input.propertyId,
    doNotSendConfirmationEmail: '0',
    isWaitList: '0',
    prospects: {
      prospect: [
        {
          ...(leadId === undefined ? {} : { applicationId: leadId }),
          ...(leadSource ? { leadSource: leadSourceNode(leadSource) } : {}),
          createdDate: stamp,
          customers: {
            customer: [
              {
                name: { firstName: person.firstName, lastName: person.lastName },
                ...(filled(person.phone) ? { phone: { personalPhoneNumber: person.phone } } : {}),
                ...(filled(person.email) ? { email: person.email } : {}),
              },
            ],
          },
          ...(Object.keys(preferences).length > 0 ? { customerPreferences: preferences } : {}),
          // The list has to lie under `event`: an event straight under `events` is dropped in silence.
          ...(event ? { events: { event: [event] } } : {}),
        },
      ],
    },
  };
}

interface Appointment {
  readonly slot: RawTourSlot;
  readonly tourType: TourType | undefined;
  readonly comment: string | undefined;
}

/** A tour as an event of a lead. */
export function appointmentEvent(
  { slot, tourType = 'AGENT_GUIDED', comment }: Appointment,
  { stamp, slotFields }: Pick<LeadWriting, 'stamp' | 'slotFields'>,
): Record<string, string> {
  return {
    type: 'Appointment',
    // The one name in sendLeads, the other in updateLeads.
    eventTypeId: appointmentTypeId,
    typeId: appointmentTypeId,
    subtypeId: subtypeIds[tourType],
    date: stamp,
    ...slotFields(slot),
    eventReasons: 'Tour',
    comments: eventComment(comment),
  };
}

/** Never empty: updateLeads refuses an event without comments. */
export function eventComment(comment: string | undefined): string {
  return filled(comment) ? comment : 'Tour';
}

function leadSourceNode({ id, additionalIds = [] }: NonNullable<LeadInput['leadSource']>): object {
  return {
    originatingLeadSourceId: id,
    ...(additionalIds.length > 0 ? { additionalLeadSourceIds: additionalIds.join(',') } : {}),
  };
}

export function filled(text: string | undefined): text is string {
  return typeof text === 'string' && text.trim() !== '';
}
