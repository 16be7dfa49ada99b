import type { MonthFormat } from '../../profile/method.js';
import type { SandboxProperty } from '../companies/company.js';
import { Refusal } from '../protocol/refusal.js';
import { textOf } from '../protocol/wire-value.js';
import { daysBetween, readDay } from '../tours/wall-clock.js';
import { type Method, type MethodCall, nothingFound } from './method.js';

/** `getTourAvailability` over ILS: parameters by the profile, the reply of `getCalendarAvailability` r2. */
export const getTourAvailability: Method = (call) => {
  const wire = call.state.wire.ils.getTourAvailability;
  const { fromParam = '', toParam = '' } = wire;
  return listTours(
    call,
    {
      propertyId: textOf(call.params[wire.propertyIdParam]),
      ...askedRange(call, wire, [fromParam, toParam]),
      tourType: textOf(call.params[wire.tourTypeParam]),
    },
    wire.maxDays,
  );
};

/** The open slots of a property, day by day; at most 60 days at once, unless the profile says otherwise. */
export function listTours(
  call: MethodCall,
  asked: {
    readonly propertyId: string;
    readonly from: string;
    readonly to: string;
    readonly tourType: string;
  },
  mostDays = 60,
): ReturnType<Method> {
  const { directory, calendar, ledger } = call.state;
  const property = directory.property(call.company, asked.propertyId);
  requireTours(property);
  const range = readRange(asked, mostDays);
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

/** The first and the last day that a request asks for; those of its month, where the profile asks for months. */
export function askedRange(
  { params }: MethodCall,
  {
    monthParam,
    monthFormat = 'MM-YYYY',
  }: { readonly monthParam?: string | undefined; readonly monthFormat?: MonthFormat | undefined },
  [fromParam, toParam]: readonly [string, string],
): { readonly from: string; readonly to: string } {
  if (monthParam === undefined) return { from: textOf(params[fromParam]), to: textOf(params[toParam]) };
  const pattern = monthFormat.replace('YYYY', '(?<year>\\d{4})').replace('MM', '(?<month>0[1-9]|1[0-2])');
  const { year, month } = new RegExp(`^${pattern}$`).exec(textOf(params[monthParam]))?.groups ?? {};
  if (year === undefined || month === undefined) {
    throw new Refusal(400, `${monthParam} is required in the format ${monthFormat}.`);
  }
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return { from: `${year}-${month}-01`, to: `${year}-${month}-${last}` };
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
