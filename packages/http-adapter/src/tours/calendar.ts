import type { TourSlot, TourType } from 'entrata-sdk';
import { AdapterError, withCause } from '../core/adapter-error.js';
import { BoundedMap } from '../core/bounded-map.js';
import { callEntrata } from '../core/call-entrata.js';
import type { Context } from '../core/context.js';
import { isOutage, isUnreadable } from '../core/judge-entrata-error.js';
import type { HouseDays } from './house-days.js';
import type { TourPlace } from './places.js';
import { isWithin, monthRange } from './range.js';
import type { TourSettings } from './tour-settings.js';

/** The tour times of a property in one month, as Entrata listed them at one moment. Never changed, only replaced. */
export interface TourMonth {
  readonly supported: boolean;
  /** Readable ones by time, then the unreadable. */
  readonly slots: readonly TourSlot[];
  /** When it was asked for, by the process' own `elapsedMs`: how old it is does not change with the clock. */
  readonly fetchedAtMs: number;
}

export interface ToldMonth {
  readonly month: TourMonth;
  readonly stale: boolean;
}

/** How a month is asked for. */
export interface AskForMonth {
  readonly maxAgeMs?: number | undefined;
  /** Who waits for it. Default: somebody who does not go away. */
  readonly peer?: { readonly signal: AbortSignal };
}

export interface TourCalendar {
  /**
   * A month's tour times, `YYYY-MM`, at most `maxAgeMs` old (default `cacheMs`); older ones, marked `stale`, only when
   * Entrata cannot be asked. However many callers wait, one call per property is under way.
   * Throws `unavailable` when Entrata cannot be asked and nothing recent enough is known. What is known is
   * answered at once, without a promise: most that ask only look. A month that is over, or beyond the horizon,
   * has none; Entrata is not asked for it, and it is not remembered. A call that has to wait for its turn is not made
   * when all who asked for it have gone by then: theirs is `client_gone`.
   */
  month(
    place: TourPlace,
    month: string,
    tourType: TourType,
    ask?: AskForMonth,
  ): ToldMonth | Promise<ToldMonth>;
  /** Forgets a property: after a context, and when a slot turned out to be taken. */
  drop(clientId: string, propertyId: string): void;
}

/** While Entrata is down, a known answer is served at once for this long before it is asked again. */
const retryAfterFailureMs = 5_000;
const callDeadlineMs = 6_000;
/** Bounds memory, with months that hold no slot counted too. The months fetched longest ago are forgotten first. */
const maxSlots = 200_000;
const maxMonthsKept = 20_000;

const noTimes: ToldMonth = { month: { supported: true, slots: [], fetchedAtMs: 0 }, stale: false };

interface Known {
  month: TourMonth;
  failedAtMs: number;
}

/** A call that is under way or waits for its turn, and who waits for it. */
interface Flight {
  readonly fetched: Promise<TourMonth>;
  readonly peers: (AbortSignal | undefined)[];
}

export function createTourCalendar(
  context: Context,
  { cacheMs, staleMs, displayTimeZone: timeZone }: TourSettings,
  days: HouseDays,
): TourCalendar {
  const known = new BoundedMap<Known>({
    maxEntries: maxMonthsKept,
    maxWeight: maxSlots,
    weigh: ({ month }) => month.slots.length,
  });
  const flights = new Map<string, Flight>();
  /** The last call of each property that is under way or waits for its turn. */
  const lastCalls = new Map<string, Promise<TourMonth>>();

  const keyOf = (clientId: string, propertyId: string, rest = '') => `${clientId}/${propertyId}/${rest}`;

  async function fetchMonth(
    { house, client }: TourPlace,
    month: string,
    tourType: TourType,
  ): Promise<TourMonth> {
    const fetchedAtMs = context.elapsedMs();
    const today = days.today(house);
    const range = monthRange(month);
    const propertyTimeZone = days.zone(house);
    const availability = await callEntrata(context, client, (entrata) =>
      entrata.getTourAvailability(
        {
          propertyId: house.propertyId,
          from: range.from > today ? range.from : today,
          to: range.to,
          tourType,
          timeZone,
          ...(propertyTimeZone === undefined ? {} : { propertyTimeZone }),
        },
        { deadlineMs: callDeadlineMs },
      ),
    );
    return { ...availability, fetchedAtMs };
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
  function fly(
    key: string,
    place: TourPlace,
    month: string,
    tourType: TourType,
    peer: AskForMonth['peer'],
  ): Promise<TourMonth> {
    const underWay = flights.get(key);
    if (underWay !== undefined) {
      underWay.peers.push(peer?.signal);
      return underWay.fetched;
    }
    const peers = [peer?.signal];
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    const call = async () => {
      if (peers.every((signal) => signal?.aborted === true)) {
        land();
        throw new AdapterError('client_gone');
      }
      return fetchMonth(place, month, tourType);
    };
    const fetched = takeTurn(keyOf(place.client.id, place.house.propertyId), call)
      .then((fresh) => {
        if (flights.get(key) === flight) {
          known.set(key, { month: fresh, failedAtMs: Number.NEGATIVE_INFINITY });
        }
        return fresh;
      })
      .finally(() => land());
    const flight: Flight = { fetched, peers };
    flights.set(key, flight);
    return fetched;
  }

  return {
    month(place, month, tourType, { maxAgeMs = cacheMs, peer } = {}) {
      const isOver = monthRange(month).to < days.today(place.house);
      if (isOver || !isWithin(days.horizon(place.house), month)) return noTimes;
      const key = keyOf(place.client.id, place.house.propertyId, `${tourType}/${month}`);
      const now = context.elapsedMs();
      const entry = known.get(key);
      const age = entry === undefined ? Number.POSITIVE_INFINITY : now - entry.month.fetchedAtMs;
      if (entry !== undefined && age < maxAgeMs) return { month: entry.month, stale: false };
      const standIn = age < staleMs ? entry : undefined;
      if (standIn !== undefined && now - standIn.failedAtMs < retryAfterFailureMs) {
        return { month: standIn.month, stale: true };
      }
      return fly(key, place, month, tourType, peer).then(
        (fetched) => ({ month: fetched, stale: false }),
        (error: unknown) => {
          if (!isOutage(error)) throw error;
          // A reply that is not understood is not understood the next time either.
          if (standIn === undefined) throw isUnreadable(error) ? error : withCause('unavailable', error);
          standIn.failedAtMs = now;
          return { month: standIn.month, stale: true };
        },
      );
    },

    drop(clientId, propertyId) {
      const prefix = keyOf(clientId, propertyId);
      for (const key of known.keys()) if (key.startsWith(prefix)) known.delete(key);
      for (const key of flights.keys()) if (key.startsWith(prefix)) flights.delete(key);
    },
  };
}
