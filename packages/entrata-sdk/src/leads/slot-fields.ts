import type { Target } from '../call/context.js';
import { invalidInput } from '../core/errors.js';
import { usDay } from '../wire/checks.js';
import type { SlotFields } from '../wire/endpoints.js';
import { readClock, readDay } from '../wire/readers.js';

// Where no ILS profile names the fields of the one text.
const defaultTextFields = { date: 'appointmentDate', time: 'appointmentTime' };

/** The target's encoding: as configured, else `text` on the ILS surface and `clock` elsewhere. */
export function slotFields(target: Target, method: string): SlotFields {
  const { context, auth } = target;
  const encoding = context.slotEncoding ?? (auth.kind === 'bearer' ? 'text' : 'clock');
  if (typeof encoding === 'function') return encoding;
  if (encoding === 'text') return textFields(target);
  return (slot) => {
    const [from, to] = halves(slot.time, method);
    if (encoding === 'halves') return { appointmentDate: slot.date, timeFrom: from, timeTo: to };
    const day = readDay(slot.date);
    const [start, end] = [readClock(from), readClock(to)];
    if (day === undefined)
      throw invalidInput('slot.date', 'is no day that slotEncoding "clock" can write', method);
    if (!start || !end)
      throw invalidInput('slot.time', 'has no clock digits for slotEncoding "clock"', method);
    return { appointmentDate: usDay(day), timeFrom: `${start}:00`, timeTo: `${end}:00` };
  };
}

function textFields({ context }: Target): SlotFields {
  const profile = context.ils?.sendLeads;
  const date = profile?.slotDateField ?? defaultTextFields.date;
  const time = profile?.slotTimeField ?? defaultTextFields.time;
  return (slot) => ({ [date]: slot.date, [time]: slot.time });
}

/** The two sides of the dash, byte for byte but for the spaces around it. */
function halves(time: string, method: string): [string, string] {
  const parts = time.split(/\s*[-–—]\s*/);
  const [from, to] = parts;
  if (parts.length === 2 && from && to) return [from, to];
  throw invalidInput('slot.time', 'cannot be split at a dash: use slotEncoding "text"', method);
}
