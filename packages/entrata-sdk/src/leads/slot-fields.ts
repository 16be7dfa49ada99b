import type { Target } from '../call/context.js';
import { EntrataError, invalidInput } from '../core/errors.js';
import { defaultSlotEncoding, defaultTextFields, type SlotFields } from '../profile/wire-profile.js';
import type { RawTourSlot } from '../slots/slot.js';
import { usDay } from '../wire/checks.js';
import { readClock, readDay } from '../wire/readers.js';
import { runBodyHook } from '../wire/run-hook.js';

/** The target's encoding: as configured, else `text` on the ILS surface and `clock` elsewhere. */
export function slotFields(target: Target, method: string): SlotFields {
  const { context, auth } = target;
  const encoding =
    context.wire.slotEncoding ?? defaultSlotEncoding[auth.kind === 'bearer' ? 'ils' : 'public'];
  if (typeof encoding === 'function') return (slot) => ownFields(encoding, slot, method);
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

/** What the profile's own function gives: fields with texts, or it is the caller's mistake. */
function ownFields(encode: SlotFields, slot: RawTourSlot, method: string): Readonly<Record<string, string>> {
  try {
    const fields = { ...runBodyHook(() => encode(slot)) };
    const given = Object.entries<unknown>(fields);
    if (given.length > 0 && given.every(([, value]) => typeof value === 'string')) {
      return Object.fromEntries(given) as Record<string, string>;
    }
    throw new TypeError('the function of slotEncoding gives no fields with texts');
  } catch (cause) {
    const says = `${method}: what the function of wire.slotEncoding gives cannot be sent`;
    throw new EntrataError('invalid_input', says, { outcome: 'not_sent', method, cause });
  }
}

function textFields({ context }: Target): SlotFields {
  const profile = context.wire.ils?.sendLeads;
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
