import { z } from 'zod';
import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { tourTimeReader } from '../slots/parse-tour-time.js';
import type { RawSlot } from '../slots/slot.js';
import { assertSomeReadable, resultReader } from '../wire/result-reader.js';
import { wireContainer, wireItems, wireMinutes, wireNode, wireText } from '../wire/schema.js';
import type { TourType } from './tour-type.js';

const readWindows = resultReader(
  wireContainer({
    propertyCalendarSettings: wireNode(
      z.object({
        appointmentLength: wireMinutes,
        selfGuidedTourAppointmentLength: wireMinutes,
        minLeadTimeTour: wireText,
        selfGuidedTourMinLeadTime: wireText,
      }),
    ),
    propertyCalendarAvailability: wireContainer({
      availableHours: wireContainer({
        availableHour: wireItems(z.object({ date: wireText, startTime: wireText, endTime: wireText })),
      }),
    }),
    // An older client takes this for "nothing open".
    success: z.unknown().optional(),
  }),
);

const defaultLengthMinutes = 30;
// A text of Entrata's has about 10 characters.
const maxTextLength = 255;
// A reply is about a week.
const maxSlots = 20_000;

/**
 * The open windows of `getCalendarAvailability` r1, cut into slots of the property's appointment length
 * and written as the windows are, `09:00:00MST - 09:30:00MST`. Slots sooner than the property's lead
 * time are left out, and so is a rest that is shorter than an appointment.
 */
export function cutWindows(
  result: unknown,
  { tourType, now, method }: { readonly tourType: TourType; readonly now: number; readonly method: string },
  drop: Drop = dropInSilence,
): RawSlot[] {
  const calendar = readWindows(result, method);
  const settings = calendar?.propertyCalendarSettings;
  const isSelfGuided = tourType === 'SELF_GUIDED';
  const length = isSelfGuided ? settings?.selfGuidedTourAppointmentLength : settings?.appointmentLength;
  const lead = isSelfGuided ? settings?.selfGuidedTourMinLeadTime : settings?.minLeadTimeTour;
  const lengthMs = (length ?? defaultLengthMinutes) * 60_000;
  const earliest = now + leadTimeMs(lead);
  const windows = calendar?.propertyCalendarAvailability?.availableHours?.availableHour ?? [];
  const slots: RawSlot[] = [];
  const read = keepReadable(windows, 'open_window', drop, ({ date, startTime, endTime }) => {
    if (!date || !startTime || !endTime) return drop('open_window', 'unreadable');
    const text = { date, time: `${startTime} - ${endTime}` };
    if (text.date.length > maxTextLength || text.time.length > maxTextLength)
      return drop('open_window', 'too_long');
    for (const slot of cutWindow(text, lengthMs, earliest)) {
      if (slots.length >= maxSlots) return drop('open_window', 'too_many');
      slots.push(slot);
    }
    return text;
  });
  assertSomeReadable(windows, read, { method, path: 'availableHours.availableHour' });
  return slots;
}

/** The slots of one window, none sooner than `earliest`. What cannot be read cannot be cut; it is shown whole. */
function* cutWindow(text: RawSlot, lengthMs: number, earliest: number): Iterable<RawSlot> {
  const window = tourTimeReader().read(text);
  if (window.startsAt === undefined || window.endsAt === undefined || !window.zone) {
    yield text;
    return;
  }
  const { label, offsetMinutes } = window.zone;
  const wall = (at: number) => new Date(at + offsetMinutes * 60_000).toISOString();
  const end = Date.parse(window.endsAt);
  for (let at = Date.parse(window.startsAt); at + lengthMs <= end; at += lengthMs) {
    if (at < earliest) continue;
    const [from, to] = [wall(at), wall(at + lengthMs)];
    const day = `${from.slice(5, 7)}/${from.slice(8, 10)}/${from.slice(0, 4)}`;
    yield { date: day, time: `${from.slice(11, 19)}${label} - ${to.slice(11, 19)}${label}` };
  }
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

// A longer one would leave no tour at all, which is not what a property that gives tours means.
const longestLeadTimeMs = 366 * 86_400_000;

/** `8 Hours`, `15 Minutes`. */
function leadTimeMs(text: string | undefined): number {
  const match = /^(\d+)\s*(minute|hour|day)s?$/i.exec(text ?? '');
  const leadMs = match ? Number(match[1]) * (unitMs[match[2]?.toLowerCase() ?? ''] ?? 0) : 0;
  return leadMs <= longestLeadTimeMs ? leadMs : 0;
}
