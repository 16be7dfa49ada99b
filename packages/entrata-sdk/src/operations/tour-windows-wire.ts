import { z } from 'zod';
import type { TourTimeText, TourType } from '../model/tour.js';
import { tourTimeReader } from '../tours/tour-slot.js';
import { resultReader } from './result-reader.js';
import { wireContainer, wireList, wireNode, wireNumber, wireText } from './wire-schema.js';

const readWindows = resultReader(
  wireContainer({
    propertyCalendarSettings: wireNode(
      z.object({
        appointmentLength: wireNumber,
        selfGuidedTourAppointmentLength: wireNumber,
        minLeadTimeTour: wireText,
        selfGuidedTourMinLeadTime: wireText,
      }),
    ),
    propertyCalendarAvailability: wireContainer({
      availableHours: wireContainer({
        availableHour: wireList(z.object({ date: wireText, startTime: wireText, endTime: wireText })),
      }),
    }),
    // An older client takes this for "nothing open".
    success: z.unknown().optional(),
  }),
);

const defaultLengthMinutes = 30;

/**
 * The open windows of `getCalendarAvailability` r1, cut into slots of the property's appointment length
 * and written as the windows are, `09:00:00MST - 09:30:00MST`. Slots sooner than the property's lead
 * time are left out, and so is a rest that is shorter than an appointment.
 */
export function cutWindows(
  result: unknown,
  { tourType, now, method }: { readonly tourType: TourType; readonly now: number; readonly method: string },
): TourTimeText[] {
  const calendar = readWindows(result, method);
  const settings = calendar?.propertyCalendarSettings;
  const isSelfGuided = tourType === 'SELF_GUIDED';
  const length = isSelfGuided ? settings?.selfGuidedTourAppointmentLength : settings?.appointmentLength;
  const lead = isSelfGuided ? settings?.selfGuidedTourMinLeadTime : settings?.minLeadTimeTour;
  const lengthMs = (length && length > 0 ? length : defaultLengthMinutes) * 60_000;
  const earliest = now + leadTimeMs(lead);
  const windows = calendar?.propertyCalendarAvailability?.availableHours?.availableHour ?? [];
  return windows.flatMap(({ date = '', startTime = '', endTime = '' }) => {
    const time = `${startTime} - ${endTime}`;
    const window = tourTimeReader().read({ date, time });
    // What cannot be read cannot be cut; it is shown whole.
    if (window.startsAt === undefined || window.endsAt === undefined || !window.zone) return [{ date, time }];
    const { label, offsetMinutes } = window.zone;
    const wall = (at: number) => new Date(at + offsetMinutes * 60_000).toISOString();
    const end = Date.parse(window.endsAt);
    const slots: TourTimeText[] = [];
    for (let at = Date.parse(window.startsAt); at + lengthMs <= end; at += lengthMs) {
      if (at < earliest) continue;
      const [from, to] = [wall(at), wall(at + lengthMs)];
      const day = `${from.slice(5, 7)}/${from.slice(8, 10)}/${from.slice(0, 4)}`;
      slots.push({ date: day, time: `${from.slice(11, 19)}${label} - ${to.slice(11, 19)}${label}` });
    }
    return slots;
  });
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** `8 Hours`, `15 Minutes`. */
function leadTimeMs(text: string | undefined): number {
  const match = /^(\d+)\s*(minute|hour|day)s?$/i.exec(text ?? '');
  return match ? Number(match[1]) * (unitMs[match[2]?.toLowerCase() ?? ''] ?? 0) : 0;
}
