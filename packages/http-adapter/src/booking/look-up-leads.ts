import type { FindLeadsInput, LeadLookUp, LeadSummary } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { callEntrata } from '../core/call-entrata.js';
import { callUnder } from '../core/context.js';
import { isRefusal, isUnreadable } from '../core/judge-entrata-error.js';
import type { TourPlace } from '../tours/places.js';
import type { BookingContext } from './booking-context.js';
import { listPredecessors } from './list-viewings.js';
import { referenceIn } from './match-lead.js';
import { type Contact, readContact, readSentContact } from './read-person.js';

/** What Entrata holds that a viewing may have become. */
export interface ViewingLeads extends LeadLookUp {
  readonly place: TourPlace;
  /** The viewings whose place it took: its appointment may still carry the reference of one. */
  readonly predecessors: readonly string[];
}

interface Question {
  readonly by: Pick<FindLeadsInput, 'leadId' | 'email' | 'phone'>;
  /** Whether only leads that name the viewing are taken from the answer: others need not be this person's. */
  readonly isLastResort?: boolean;
}

/**
 * The leads in which a viewing may be found, or `unavailable` where leads cannot be read. Asks for the lead that is
 * known, then for all leads of the person as they were sent, however old, since Entrata merges leads and a tour may be
 * added to an old one; ends at the first that carries the viewing's reference.
 */
export async function lookUpLeads(
  context: BookingContext,
  viewing: ViewingRecord,
): Promise<ViewingLeads | 'unavailable'> {
  const { store } = context;
  const [user, house, before, predecessors] = await Promise.all([
    store.users.find(viewing.userId),
    store.houses.find(viewing.houseId),
    viewing.replaces === undefined ? undefined : store.viewings.find(viewing.replaces),
    listPredecessors(store, viewing),
  ]);
  const client = house && (await store.clients.find(house.clientId));
  if (house === undefined || client === undefined) return 'unavailable';
  const place = { house, client };
  // A change of time is looked for in the lead of the viewing whose place it takes.
  const questions = questionsOf(
    viewing.leadId ?? before?.leadId,
    readSentContact(viewing) ?? (before && readSentContact(before)),
    user === undefined ? {} : readContact(user),
  );
  const leads = new Map<string, LeadSummary>();
  let isComplete = true;
  for (const [index, { by, isLastResort = false }] of questions.entries()) {
    const answer = await ask(context, place, by);
    if (answer === 'refused' && index === 0) return 'unavailable';
    if (answer === 'refused') {
      // Asked in case the property has changed the person's lead: Entrata need not know it.
      isComplete &&= isLastResort;
      continue;
    }
    for (const lead of answer.leads) {
      if (!isLastResort || carriesReference(lead, viewing)) leads.set(lead.leadId, lead);
    }
    isComplete &&= answer.isComplete;
    if (answer.leads.some((lead) => carriesReference(lead, viewing))) break;
  }
  if (questions.length === 0) return 'unavailable';
  return { place, predecessors, leads: [...leads.values()], isComplete };
}

/**
 * Absence is proven for who is asked about alone: that is the contact that was sent, whatever the user's is by now. Where
 * no row says what was sent, it is the user's. The number is a last resort, since it may be a whole family's; so is what
 * has changed, under which the property may keep the lead by now.
 */
function questionsOf(leadId: string | undefined, sent: Contact | undefined, current: Contact): Question[] {
  const { email, phone } = sent ?? current;
  const changed = {
    email: current.email === email ? undefined : current.email,
    phone: current.phone === phone ? undefined : current.phone,
  };
  const known: Question[] = [
    ...(leadId === undefined ? [] : [{ by: { leadId } }]),
    ...(email === undefined ? [] : [{ by: { email } }]),
  ];
  const hasOther = known.length > 0;
  return [
    ...known,
    ...(phone === undefined ? [] : [{ by: { phone }, isLastResort: hasOther }]),
    ...(changed.email === undefined ? [] : [{ by: { email: changed.email }, isLastResort: true }]),
    ...(changed.phone === undefined ? [] : [{ by: { phone: changed.phone }, isLastResort: true }]),
  ];
}

async function ask(
  context: BookingContext,
  { client, house }: TourPlace,
  by: Question['by'],
): Promise<LeadLookUp | 'refused'> {
  const { propertyId } = house;
  try {
    return await callEntrata(context, client, (entrata) =>
      entrata.lookUpLeads({ propertyId, ...by }, callUnder(context)),
    );
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    if (isUnreadable(error)) return { leads: [], isComplete: false };
    throw error;
  }
}

function carriesReference({ events }: LeadSummary, { id }: ViewingRecord): boolean {
  return events.some(({ comment }) => referenceIn(comment) === id);
}
