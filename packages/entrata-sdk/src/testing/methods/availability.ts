import type { SandboxUnit } from '../companies/company.js';
import { isFlagSet } from '../protocol/wire-value.js';
import { addDays, usDay } from '../tours/wall-clock.js';
import type { MethodCall } from './method.js';

/** The day from which a unit can be moved into, `YYYY-MM-DD`; undefined for one that is let. */
export function availableOn(unit: SandboxUnit, nowMs: number): string | undefined {
  return unit.available ? recordedDay(unit, nowMs) : undefined;
}

function recordedDay(unit: SandboxUnit, nowMs: number): string {
  return addDays(new Date(nowMs).toISOString().slice(0, 10), unit.availableInDays);
}

/** The day in a unit's record as `MM/DD/YYYY`, whether it is let or not: some clients count on one. */
export function recordedDayUs(unit: SandboxUnit, nowMs: number): string {
  return usDay(recordedDay(unit, nowMs));
}

/** The same as `MM/DD/YYYY`. */
export function availableOnUs(unit: SandboxUnit, nowMs: number): string | undefined {
  const day = availableOn(unit, nowMs);
  return day === undefined ? undefined : usDay(day);
}

/** Whether the call's parameters let a unit through. */
export function isUnitWanted(unit: SandboxUnit, { params }: MethodCall): boolean {
  if (isFlagSet(params.availableUnitsOnly)) return unit.available;
  return !isFlagSet(params.unavailableUnitsOnly) || !unit.available;
}
