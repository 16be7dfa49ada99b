import { type FindLeadsInput, isEntrataError, type LeadLookUp, type LeadSummary } from 'entrata-sdk';
import type { UserRecord, ViewingRecord } from 'entrata-store';
import type { Booking } from '../booking.js';
import type { TourPlace } from '../tours/tour-calendar.js';
import { callEntrata, isRefusal } from './call-entrata.js';
import { referenceIn } from './compose-lead.js';
import { listPredecessors } from './list-viewings.js';
import { readContact } from './read-person.js';

/** What Entrata holds that a viewing may have become. */
export interface ViewingLeads extends LeadLookUp {
  readonly place: TourPlace;
  /** The viewings whose place it took: its appointment may still carry the reference of one. */
  readonly predecessors: readonly string[];
}

type Question = Pick<FindLeadsInput, 'leadId' | 'email' | 'phone'>;

/**
 * The leads in which a viewing may be found, or `unavailable` where leads cannot be read. Asks for the lead that is
 * known, then for all leads of the person, however old, since Entrata merges leads and a tour may be added to an old
 * one; ends at the first that carries the viewing's reference.
 */
export async function lookUpLeads(
  booking: Booking,
  viewing: ViewingRecord,
): Promise<ViewingLeads | 'unavailable'> {
  const { store } = booking;
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
  const questions = questionsOf(viewing.leadId ?? before?.leadId, user);
  const leads = new Map<string, LeadSummary>();
  let isComplete = true;
  for (const [index, question] of questions.entries()) {
    const answer = await ask(booking, place, question);
    if (answer === 'refused' && index === 0) return 'unavailable';
    const isLastResort = question.phone !== undefined && index > 0;
    if (answer === 'refused') {
      // The number is asked for beside the address, in case that has changed: Entrata need not know it.
      isComplete &&= isLastResort;
      continue;
    }
    for (const lead of answer.leads) {
      // A number may be a whole family's: of its leads only those that name the viewing are this person's.
      if (!isLastResort || carriesReference(lead, viewing)) leads.set(lead.leadId, lead);
    }
    isComplete &&= answer.isComplete;
    if (answer.leads.some((lead) => carriesReference(lead, viewing))) break;
  }
  if (questions.length === 0) return 'unavailable';
  return { place, predecessors, leads: [...leads.values()], isComplete };
}

function questionsOf(leadId: string | undefined, user: UserRecord | undefined): Question[] {
  const { email, phone } = user === undefined ? {} : readContact(user);
  return [
    ...(leadId === undefined ? [] : [{ leadId }]),
    ...(email === undefined ? [] : [{ email }]),
    ...(phone === undefined ? [] : [{ phone }]),
  ];
}

async function ask(
  booking: Booking,
  { client, house }: TourPlace,
  question: Question,
): Promise<LeadLookUp | 'refused'> {
  const { propertyId } = house;
  try {
    return await callEntrata(booking, client, (entrata) => entrata.lookUpLeads({ propertyId, ...question }));
  } catch (error) {
    if (isRefusal(error)) return 'refused';
    // Entrata answered, but in no way that can be read: that proves nothing.
    if (isEntrataError(error, 'bad_response')) return { leads: [], isComplete: false };
    throw error;
  }
}

function carriesReference({ events }: LeadSummary, { id }: ViewingRecord): boolean {
  return events.some(({ comment }) => referenceIn(comment) === id);
}
