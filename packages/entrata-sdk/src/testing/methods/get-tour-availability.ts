import type { SandboxProperty } from '../companies/company.js';
import { Refusal } from '../protocol/refusal.js';
import { textOf } from '../protocol/wire-value.js';
import { daysBetween, readDay } from '../tours/wall-clock.js';
import { type Method, type MethodCall, nothingFound } from './method.js';

/** `getTourAvailability` over ILS: parameters by the profile, the reply of `getCalendarAvailability` r2. */
export const getTourAvailability: Method = (call) => {
  const wire = call.state.ils.getTourAvailability;
  return listTours(call, {
    propertyId: textOf(call.params[wire.propertyIdParam]),
    from: textOf(call.params[wire.fromParam]),
    to: textOf(call.params[wire.toParam]),
    tourType: textOf(call.params[wire.tourTypeParam]),
  });
};

/** The open slots of a property, day by day; at most 60 days at once. */
export function listTours(
  call: MethodCall,
  asked: {
    readonly propertyId: string;
    readonly from: string;
    readonly to: string;
    readonly tourType: string;
  },
): ReturnType<Method> {
  const { directory, calendar, ledger } = call.state;
  const property = directory.property(call.company, asked.propertyId);
  requireTours(property);
  const range = readRange(asked, 60);
  const tourType = asked.tourType === '' ? 'AGENT_GUIDED' : asked.tourType;
  if (!/^(SELF|VIRTUAL|AGENT)_GUIDED$/.test(tourType)) throw new Refusal(400, 'tourType is not valid.');
  const offered = property.tours?.tourTypes.includes(tourType) ?? false;
  const bookingsOn = (id: string, date: string) => ledger.bookingsOn(id, date);
  const days = offered ? calendar.openDays(property, range, call.nowMs, bookingsOn) : [];
  const availableTour = days.map(({ date, slots }) => ({
    tourDate: date,
    tourTime: slots.map((slot) => slot.time),
  }));
  const { noTours } = call.state.quirks;
  if (availableTour.length > 0 || noTours === undefined)
    return { result: { availableTours: { availableTour } } };
  if (noTours === 'text') return nothingFound;
  return { result: noTours === 'success' ? { success: true } : { availableTours: {} } };
}

export function requireTours(property: SandboxProperty): void {
  if (!property.tours) throw new Refusal(314, 'Tours are not supported for this property.');
}

/** Both ends of a range, inclusive, or Entrata's refusal. */
export function readRange(
  asked: { readonly from: string; readonly to: string },
  mostDays: number,
): { readonly from: string; readonly to: string } {
  const [from, to] = [readDay(asked.from), readDay(asked.to)];
  if (from === undefined) throw new Refusal(400, 'fromDate is required in the format MM/DD/YYYY.');
  if (to === undefined) throw new Refusal(400, 'toDate is required in the format MM/DD/YYYY.');
  if (to < from) throw new Refusal(400, 'toDate must not be before fromDate.');
  if (daysBetween(from, to) >= mostDays)
    throw new Refusal(400, `The date range must not exceed ${mostDays} days.`);
  return { from, to };
}
