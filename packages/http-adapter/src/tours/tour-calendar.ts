import {
  type EntrataError,
  type EntrataErrorCode,
  isEntrataError,
  type TourSlot,
  type TourType,
} from 'entrata-sdk';
import type { ClientRecord, HouseRecord } from 'entrata-store';
import type { Context } from '../context.js';
import { callEntrata } from '../flows/call-entrata.js';
import { AdapterError } from '../problem.js';
import { addDays, monthRange } from './tour-range.js';

/** The tour times of a property in one month, as Entrata told them at one moment. Never changed, only replaced. */
export interface TourMonth {
  readonly supported: boolean;
  /** Readable ones by time, then the unreadable. */
  readonly slots: readonly TourSlot[];
  readonly fetchedAtMs: number;
}

export interface ToldMonth {
  readonly month: TourMonth;
  readonly stale: boolean;
}

export interface TourPlace {
  readonly house: HouseRecord;
  readonly client: ClientRecord;
}

export interface TourCalendar {
  /**
   * A month's tour times, at most `maxAgeMs` old (default `tourCacheMs`); older ones, marked `stale`, only when
   * Entrata cannot be asked. However many callers wait, one call per property is under way.
   * Throws `unavailable` when Entrata cannot be asked and nothing recent enough is known. What is known is
   * answered at once, without a promise: most that ask only look.
   */
  month(
    place: TourPlace,
    month: string,
    tourType: TourType,
    maxAgeMs?: number,
  ): ToldMonth | Promise<ToldMonth>;
  /** Forgets a property: after a booking, and when a slot turned out to be taken. */
  drop(clientId: string, propertyId: string): void;
}

const defaultFreshMs = 60_000;
const defaultStaleMs = 15 * 60_000;
/** While Entrata is down, a known answer is served at once for this long before it is asked again. */
const retryAfterFailureMs = 5_000;
const callDeadlineMs = 6_000;
/** Bounds memory. The months fetched longest ago are forgotten first. */
const maxSlots = 200_000;
/** Entrata is not asked for months beyond this one. */
const horizonDays = 366;

interface Known {
  month: TourMonth;
  failedAtMs: number;
}

export function createTourCalendar(
  context: Context,
  today: (house: HouseRecord) => string,
  zoneOf: (house: HouseRecord) => string | undefined,
): TourCalendar {
  const freshMs = context.options.tourCacheMs ?? defaultFreshMs;
  const staleMs = Math.max(freshMs, context.options.tourStaleMs ?? defaultStaleMs);
  const timeZone = context.options.displayTimeZone ?? 'America/Chicago';
  const known = new Map<string, Known>();
  const flights = new Map<string, Promise<TourMonth>>();
  /** The last call of each property that is under way or waits for its turn. */
  const lastCalls = new Map<string, Promise<TourMonth>>();
  let slotCount = 0;

  const keyOf = (clientId: string, propertyId: string, rest = '') => `${clientId}/${propertyId}/${rest}`;

  function forget(key: string): void {
    const entry = known.get(key);
    if (entry === undefined) return;
    slotCount -= entry.month.slots.length;
    known.delete(key);
  }

  function remember(key: string, month: TourMonth): void {
    forget(key);
    known.set(key, { month, failedAtMs: Number.NEGATIVE_INFINITY });
    slotCount += month.slots.length;
    for (const oldest of known.keys()) {
      if (slotCount <= maxSlots || oldest === key) break;
      forget(oldest);
    }
  }

  async function fetchMonth(
    { house, client }: TourPlace,
    month: string,
    tourType: TourType,
  ): Promise<TourMonth> {
    const now = context.now().getTime();
    const first = today(house);
    const propertyTimeZone = zoneOf(house);
    const range = monthRange(month);
    const from = range.from > first ? range.from : first;
    if (from > range.to || from > addDays(first, horizonDays))
      return { supported: true, slots: [], fetchedAtMs: now };
    const availability = await callEntrata(context, client, (entrata) =>
      entrata.getTourAvailability(
        {
          propertyId: house.propertyId,
          from,
          to: range.to,
          tourType,
          timeZone,
          ...(propertyTimeZone === undefined ? {} : { propertyTimeZone }),
        },
        { deadlineMs: callDeadlineMs },
      ),
    );
    return { ...availability, fetchedAtMs: now };
  }

  /** Calls of one property follow each other; while Entrata cannot be asked, those that wait fail with the first. */
  function takeTurn(property: string, call: () => Promise<TourMonth>): Promise<TourMonth> {
    const before = lastCalls.get(property);
    const turn =
      before === undefined
        ? call()
        : before.then(call, (error: unknown) => {
            if (isOutage(error)) throw error;
            return call();
          });
    lastCalls.set(property, turn);
    const leave = () => {
      if (lastCalls.get(property) === turn) lastCalls.delete(property);
    };
    turn.then(leave, leave);
    return turn;
  }

  /** The flight under way, or a new one. What it brings is kept unless the property was dropped meanwhile. */
  function fly(key: string, place: TourPlace, month: string, tourType: TourType): Promise<TourMonth> {
    const underWay = flights.get(key);
    if (underWay !== undefined) return underWay;
    const property = keyOf(place.client.id, place.house.propertyId);
    const flight = takeTurn(property, () => fetchMonth(place, month, tourType))
      .then((fetched) => {
        if (flights.get(key) === flight) remember(key, fetched);
        return fetched;
      })
      .finally(() => {
        if (flights.get(key) === flight) flights.delete(key);
      });
    flights.set(key, flight);
    return flight;
  }

  return {
    month(place, month, tourType, maxAgeMs = freshMs) {
      const key = keyOf(place.client.id, place.house.propertyId, `${tourType}/${month}`);
      const now = context.now().getTime();
      const entry = known.get(key);
      const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : now - entry.month.fetchedAtMs;
      if (entry !== undefined && ageMs < maxAgeMs) return { month: entry.month, stale: false };
      const standIn = ageMs < staleMs ? entry : undefined;
      if (standIn !== undefined && now - standIn.failedAtMs < retryAfterFailureMs) {
        return { month: standIn.month, stale: true };
      }
      return fly(key, place, month, tourType).then(
        (fetched) => ({ month: fetched, stale: false }),
        (error: unknown) => {
          if (!isOutage(error)) throw error;
          if (standIn === undefined) throw notNow(error);
          standIn.failedAtMs = now;
          return { month: standIn.month, stale: true };
        },
      );
    },

    drop(clientId, propertyId) {
      const prefix = keyOf(clientId, propertyId);
      for (const key of known.keys()) if (key.startsWith(prefix)) forget(key);
      for (const key of flights.keys()) if (key.startsWith(prefix)) flights.delete(key);
    },
  };
}

const outages: readonly EntrataErrorCode[] = [
  'network',
  'timeout',
  'unavailable',
  'bad_response',
  'rate_limited',
];

/** Entrata cannot be asked just now. A refusal is an answer, and what was known before it is not true any more. */
function isOutage(error: unknown): error is EntrataError {
  return isEntrataError(error) && outages.includes(error.code);
}

function notNow(cause: EntrataError): AdapterError {
  const { retryAfterMs } = cause;
  return new AdapterError(
    'unavailable',
    undefined,
    retryAfterMs === undefined ? { cause } : { cause, retryAfterMs },
  );
}
