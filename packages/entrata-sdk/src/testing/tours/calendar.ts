import type { SandboxProperty, SandboxTours } from '../companies/company.js';
import { addDays, type WallClocks } from './wall-clock.js';

/** A tour slot as it is offered. */
export interface CalendarSlot {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `10:00 MST - 10:30 MST`. */
  readonly time: string;
  /** `HH:mm` on the wall clock of the slots; undefined for an extra time, which is known by its text alone. */
  readonly start: string | undefined;
  readonly end: string | undefined;
}

/** The zone whose wall clock a property's slots are on. */
export function tourZoneOf({ tours, timeZone }: SandboxProperty): string {
  return tours?.timeZone ?? timeZone;
}

/** The bookings of a day, by the start of the slot or the text of an extra time; undefined when there are none. */
export type BookingsOn = (propertyId: string, date: string) => ReadonlyMap<string, number> | undefined;

/** The tour slots of properties, made from their opening hours. */
export class Calendar {
  readonly #clocks: WallClocks;
  readonly #horizonDays: number;
  readonly #days = new WeakMap<SandboxTours, Map<string, readonly CalendarSlot[]>>();

  constructor(clocks: WallClocks, horizonDays: number) {
    this.#clocks = clocks;
    this.#horizonDays = horizonDays;
  }

  /** Every slot of a day, booked or not, past or not. Empty on closed days. */
  slotsOn(property: SandboxProperty, date: string): readonly CalendarSlot[] {
    const { tours } = property;
    if (!tours || tours.closedWeekdays.includes(new Date(`${date}T00:00:00Z`).getUTCDay())) return [];
    const timeZone = tourZoneOf(property);
    const days = this.#days.get(tours) ?? new Map<string, readonly CalendarSlot[]>();
    this.#days.set(tours, days);
    const slots = days.get(`${timeZone} ${date}`) ?? this.#cut(tours, timeZone, date);
    days.set(`${timeZone} ${date}`, slots);
    return slots;
  }

  /**
   * The slots from one day to another that can still be booked: in the future, within the horizon, with room
   * left. Day by day; days without any are left out.
   */
  openDays(
    property: SandboxProperty,
    range: { readonly from: string; readonly to: string },
    nowMs: number,
    bookingsOn: BookingsOn,
  ): readonly { readonly date: string; readonly slots: readonly CalendarSlot[] }[] {
    const now = this.#clocks.at(nowMs, tourZoneOf(property));
    const [today, time] = [now.date, now.time.slice(0, 5)];
    const first = range.from < today ? today : range.from;
    const horizon = addDays(today, this.#horizonDays);
    const last = range.to > horizon ? horizon : range.to;
    const capacity = property.tours?.capacity ?? 0;
    const days = [];
    for (let date = first; date <= last; date = addDays(date, 1)) {
      const bookings = bookingsOn(property.id, date);
      const slots = this.slotsOn(property, date).filter(
        (slot) =>
          (date > today || (slot.start !== undefined && slot.start > time)) &&
          (bookings?.get(slot.start ?? slot.time) ?? 0) < capacity,
      );
      if (slots.length > 0) days.push({ date, slots });
    }
    return days;
  }

  #cut(tours: SandboxTours, timeZone: string, date: string): readonly CalendarSlot[] {
    const opens = minutesOf(tours.opensAt);
    const closesSameDay = minutesOf(tours.closesAt);
    const closes = closesSameDay > opens ? closesSameDay : closesSameDay + 1440;
    const slots: CalendarSlot[] = [];
    // Checked when the sandbox was made; a company may have been changed since.
    const slotMinutes = Math.max(tours.slotMinutes, 1);
    for (let at = opens; at + slotMinutes <= closes && at < 1440; at += slotMinutes) {
      const [start, end] = [clockText(at), clockText(at + slotMinutes)];
      const startLabel = this.#clocks.labelOf(timeZone, date, at);
      const endLabel = this.#clocks.labelOf(timeZone, date, at + slotMinutes);
      if (startLabel === undefined || endLabel === undefined) continue;
      slots.push({ date, time: `${start} ${startLabel} - ${end} ${endLabel}`, start, end });
    }
    for (const time of tours.extraTimes ?? []) slots.push({ date, time, start: undefined, end: undefined });
    return slots;
  }
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

function clockText(minutes: number): string {
  const ofDay = minutes % 1440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`;
}
