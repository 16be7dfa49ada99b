import type { SandboxProperty } from '../companies/company.js';
import { textOf } from '../protocol/wire-value.js';
import { type CalendarSlot, tourZoneOf } from '../tours/calendar.js';
import { addDays, usDay } from '../tours/wall-clock.js';
import { askedRange, listTours, readRange, requireTours } from './get-tour-availability.js';
import type { Method, MethodCall } from './method.js';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `getCalendarAvailability` r2: the slots themselves, labelled in the property's zone; at most 60 days. */
export const getCalendarTours: Method = (call) => {
  const { propertyId, tourType } = call.params;
  const wire = call.state.wire.methods?.getCalendarAvailability ?? {};
  return listTours(
    call,
    {
      propertyId: textOf(propertyId),
      ...askedRange(call, wire, ['fromDate', 'toDate']),
      tourType: textOf(tourType),
    },
    wire.maxDays,
  );
};

/** `getCalendarAvailability` r1: open windows in Mountain time, `HH:mm:ssMST`; at most 7 days. */
export const getCalendarWindows: Method = (call) => {
  const { directory, calendar, ledger } = call.state;
  const property = directory.property(call.company, textOf(call.params.propertyId));
  requireTours(property);
  const wire = call.state.wire.methods?.getCalendarWindows ?? {};
  const mostDays = wire.monthParam === undefined ? (wire.maxDays ?? 7) : 31;
  const range = readRange(askedRange(call, wire, ['fromDate', 'toDate']), mostDays);
  const bookingsOn = (id: string, date: string) => ledger.bookingsOn(id, date);
  const availableHour = calendar
    .openDays(property, range, call.nowMs, bookingsOn)
    .flatMap(({ slots }) => joinSlots(slots).map((window) => renderWindow(window, property, call)));
  return {
    result: {
      propertyCalendarSettings: renderSettings(property, range.from, call),
      propertyCalendarAvailability: { availableHours: { availableHour } },
    },
  };
};

interface Window {
  readonly date: string;
  readonly start: string;
  readonly end: string;
}

/** Slots that follow one another without a gap, as one window. */
function joinSlots(slots: readonly CalendarSlot[]): readonly Window[] {
  const windows: Window[] = [];
  for (const { date, start, end } of slots) {
    if (start === undefined || end === undefined) continue;
    const last = windows.at(-1);
    if (last?.end === start) windows[windows.length - 1] = { ...last, end };
    else windows.push({ date, start, end });
  }
  return windows;
}

function renderWindow({ date, start, end }: Window, property: SandboxProperty, { state }: MethodCall) {
  const opens = state.clocks.convert({ date, time: start }, tourZoneOf(property), 'America/Denver');
  const lastDay = addDays(date, end <= start ? 1 : 0);
  const closes = state.clocks.convert({ date: lastDay, time: end }, tourZoneOf(property), 'America/Denver');
  return {
    date: usDay(opens.date),
    startTime: `${opens.time}${opens.label}`,
    endTime: `${closes.time}${closes.label}`,
  };
}

function renderSettings(property: SandboxProperty, day: string, call: MethodCall): object {
  const { tours } = property;
  if (!tours) return {};
  const usual = { date: day, start: tours.opensAt, end: tours.closesAt };
  const { startTime, endTime } = renderWindow(usual, property, call);
  const open = weekdays.filter((_, index) => !tours.closedWeekdays.includes(index));
  return {
    propertyId: property.id,
    appointmentLength: tours.slotMinutes,
    selfGuidedTourAppointmentLength: tours.slotMinutes,
    minLeadTimeTour: '0 Hours',
    selfGuidedTourMinLeadTime: '0 Minutes',
    availabilities: {
      availability: open.map((name) => ({
        day: name,
        startTime,
        endTime,
        simultaneousAppointmentLimit: String(tours.capacity),
      })),
    },
    selfGuidedTourAvailabilities: { availability: [] },
  };
}
