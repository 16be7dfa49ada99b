import { invalidInput } from '../errors.js';
import type { LeadInput } from '../model/lead.js';
import type { TourType } from '../model/tour.js';
import { checkDay, checkId, usDay } from './checks.js';

/** How a slot is written into an appointment event. */
export type SlotFields = (slot: NonNullable<LeadInput['slot']>) => Readonly<Record<string, string>>;

// Subtypes of the event type 17, "Scheduled Appointment". Never to be sent as a type id.
const appointmentTypeId = '17';
const subtypeIds: Readonly<Record<TourType, string>> = {
  AGENT_GUIDED: '454',
  VIRTUAL_GUIDED: '525',
  SELF_GUIDED: '560',
};

/** Throws `invalid_input` naming the field that cannot be sent. */
export function checkLead(input: LeadInput, method: string): void {
  checkId('propertyId', input.propertyId, method);
  const { firstName, lastName, email, phone } = input.person;
  if (!filled(firstName) && !filled(lastName))
    throw invalidInput('person', 'needs a first or a last name', method);
  if (!filled(email) && !filled(phone)) throw invalidInput('person', 'needs an e-mail or a phone', method);
  if (filled(email) && !/^[^\s@]+@[^\s@]+$/.test(email)) {
    throw invalidInput('person.email', 'must be an e-mail address', method);
  }
  if (input.slot) {
    if (!filled(input.slot.date)) throw invalidInput('slot.date', 'must not be empty', method);
    if (!filled(input.slot.time)) throw invalidInput('slot.time', 'must not be empty', method);
  }
  if (input.moveInDate !== undefined) checkDay('moveInDate', input.moveInDate, method);
  if (input.leadSource) {
    checkId('leadSource.id', input.leadSource.id, method);
    for (const id of input.leadSource.additionalIds ?? []) checkId('leadSource.additionalIds', id, method);
  }
}

/** The `params` of `sendLeads` r1, as in Entrata's own sample. `stamp` is Mountain time. */
export function leadParams(input: LeadInput, stamp: string, slotFields: SlotFields): object {
  const { person, leadSource, comment, moveInDate, slot } = input;
  const preferences = {
    ...(moveInDate === undefined ? {} : { desiredMoveInDate: usDay(moveInDate) }),
    ...(filled(comment) ? { comment } : {}),
  };
  return {
    propertyId: input.propertyId,
    doNotSendConfirmationEmail: '0',
    isWaitList: '0',
    prospects: {
      prospect: [
        {
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
          ...(slot ? { events: { event: [appointment(input, slot, stamp, slotFields)] } } : {}),
        },
      ],
    },
  };
}

function appointment(
  input: LeadInput,
  slot: NonNullable<LeadInput['slot']>,
  stamp: string,
  slotFields: SlotFields,
): object {
  return {
    type: 'Appointment',
    eventTypeId: appointmentTypeId,
    subtypeId: subtypeIds[input.tourType ?? 'AGENT_GUIDED'],
    date: stamp,
    ...slotFields(slot),
    eventReasons: 'Tour',
    // Never empty: an event without comments is refused by updateLeads.
    comments: filled(input.comment) ? input.comment : 'Tour',
  };
}

function leadSourceNode({ id, additionalIds = [] }: NonNullable<LeadInput['leadSource']>): object {
  return {
    originatingLeadSourceId: id,
    ...(additionalIds.length > 0 ? { additionalLeadSourceIds: additionalIds.join(',') } : {}),
  };
}

function filled(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
