import type { LeadEvent, LeadPickLists } from 'entrata-sdk';
import type { ClientRecord } from 'entrata-store';
import { callEntrata } from '../core/call-entrata.js';
import { callUnder } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { isRefusal } from '../core/judge-entrata-error.js';
import type { TourPlace } from '../tours/places.js';
import type { BookingContext } from './booking-context.js';

/** The event result to send for a cancellation: configured, or the one Entrata lists under just that name. */
export async function findCancelResult(
  context: BookingContext,
  place: TourPlace,
): Promise<string | undefined> {
  const configured = configuredResult(context, place.client);
  if (configured !== undefined) return configured;
  const results = await listResults(context, place);
  return results.find(({ name }) => /^cancell?ed$/i.test(name.trim()))?.id;
}

/** `unclear`: it has a result, and nobody says which. */
export type EventState = 'standing' | 'cancelled' | 'unclear';

/**
 * Tells which of these events still stand: a cancelled appointment stays in its lead and differs from a standing one by
 * its result alone. The names of results are asked for only when an event gives its result by id.
 */
export async function readEventStates(
  context: BookingContext,
  place: TourPlace,
  events: readonly LeadEvent[],
): Promise<(event: LeadEvent) => EventState> {
  const configured = configuredResult(context, place.client);
  const isNameless = ({ resultId, result }: LeadEvent) =>
    resultId !== undefined && resultId !== configured && result === undefined;
  const results = events.some(isNameless) ? await listResults(context, place) : [];
  const names = new Map(results.map(({ id, name }) => [id, name]));
  return ({ resultId, result }) => {
    if (resultId === undefined && result === undefined) return 'standing';
    if (resultId !== undefined && resultId === configured) return 'cancelled';
    const name = result ?? names.get(resultId ?? '');
    if (name === undefined) return 'unclear';
    return /\bcancell?(?:ed|ation)\b/i.test(name) ? 'cancelled' : 'standing';
  };
}

/** The user's own choice. One that throws is said in the log, and left out: the pick lists may know. */
function configuredResult(context: BookingContext, client: ClientRecord): string | undefined {
  const { cancelResultId } = context.lead;
  if (typeof cancelResultId !== 'function') return cancelResultId;
  try {
    return cancelResultId(client);
  } catch (error) {
    const fields = { clientId: client.id, ...describeError(error) };
    context.logger.error(fields, 'lead.cancelResultId failed');
    return undefined;
  }
}

async function listResults(
  context: BookingContext,
  { client, house: { propertyId } }: TourPlace,
): Promise<LeadPickLists['eventResults']> {
  try {
    const lists = await callEntrata(context, client, (entrata) =>
      entrata.getLeadPickLists({ propertyId }, callUnder(context)),
    );
    return lists.eventResults;
  } catch (error) {
    if (isRefusal(error)) return [];
    throw error;
  }
}
