import { z } from 'zod';
import { invalidInput, isEntrataError } from '../errors.js';
import type { Target } from '../http/target.js';
import type { TourAvailability, TourAvailabilityInput, TourSlot } from '../model/tour.js';
import type { CallOptions } from '../options.js';
import { tourTimeReader } from '../tours/tour-slot.js';
import type { TourTimeReader } from '../tours/tour-time-reader.js';
import { checkDay, checkId, usDay } from './checks.js';
import { decode } from './decode.js';
import { callMethod, ilsMethod } from './wire-call.js';
import { wireList, wireNode } from './wire-schema.js';

const method = 'getTourAvailability';
const toursNotSupported = 314;

export async function getTourAvailability(
  target: Target,
  input: TourAvailabilityInput,
  call?: CallOptions,
): Promise<TourAvailability> {
  const propertyId = checkId('propertyId', input.propertyId, method);
  const from = checkDay('from', input.from, method);
  const to = checkDay('to', input.to, method);
  if (to < from) throw invalidInput('to', 'must not be before from', method);
  const reader = tourTimeReader(input);

  const wire = ilsMethod(target, 'getTourAvailability', method);
  const writeDay = wire.dateFormat === 'MM/DD/YYYY' ? usDay : (day: string) => day;
  const params = {
    [wire.propertyIdParam]: propertyId,
    [wire.fromParam]: writeDay(from),
    [wire.toParam]: writeDay(to),
    [wire.tourTypeParam]: input.tourType ?? 'AGENT_GUIDED',
  };
  try {
    const result = await callMethod(target, { method, wire, params, safety: 'read' }, call);
    return { supported: true, slots: decodeSlots(result, reader) };
  } catch (error) {
    if (isEntrataError(error) && error.entrataCode === toursNotSupported)
      return { supported: false, slots: [] };
    throw error;
  }
}

// The texts are taken as they are, spaces and all.
const rawText = z.string();
const wireTimes = z
  .unknown()
  .transform((value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]))
  .pipe(z.array(rawText))
  .default([]);
const wireTours = wireNode(
  z.object({
    availableTours: wireNode(
      z.object({ availableTour: wireList(z.object({ tourDate: rawText, tourTime: wireTimes })) }),
    ),
  }),
);

/** Reads the slots: readable ones by time, then the others in the order received. */
export function decodeSlots(result: unknown, reader: TourTimeReader): TourSlot[] {
  const days = decode(wireTours, result, method)?.availableTours?.availableTour ?? [];
  const slots = days.flatMap(({ tourDate, tourTime }) =>
    tourTime.filter((time) => time !== '').map((time) => reader.read({ date: tourDate, time })),
  );
  return sortSlots(slots);
}

/** ISO instants sort as text; the sort is stable. */
export function sortSlots(slots: TourSlot[]): TourSlot[] {
  const last = '~';
  return slots.sort((a, b) => {
    const [x, y] = [a.startsAt ?? last, b.startsAt ?? last];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}
