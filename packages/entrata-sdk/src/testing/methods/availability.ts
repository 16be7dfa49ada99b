import type { SandboxProperty, SandboxSpace, SandboxUnit } from '../companies/company.js';
import { isFlagSet } from '../protocol/wire-value.js';
import { addDays, usDay } from '../tours/wall-clock.js';
import type { MethodCall } from './method.js';

/** The spaces of a unit. One that names none is a space by itself, under a number of its own. */
export function spacesOf(unit: SandboxUnit): readonly SandboxSpace[] {
  const { spaces = [], rentCents, available, availableInDays } = unit;
  if (spaces.length > 0) return spaces;
  return [{ id: `8${unit.id}`, name: 'A', rentCents, available, availableInDays }];
}

/** A unit is available when one of its spaces is, and from the day on which the first of these is. */
export function isAvailable(unit: SandboxUnit): boolean {
  return spacesOf(unit).some((space) => space.available);
}

/** How many units of some plans can be rented. */
export function countAvailable(units: readonly SandboxUnit[]): number {
  return units.filter(isAvailable).length;
}

/** The rents of a unit's spaces; of those that are available, where some are. */
export function rentsOf(unit: SandboxUnit): { readonly min: number; readonly max: number } {
  const rents = wantedSpaces(unit).map(({ rentCents }) => rentCents);
  return { min: Math.min(...rents), max: Math.max(...rents) };
}

function wantedSpaces(unit: SandboxUnit): readonly SandboxSpace[] {
  const free = spacesOf(unit).filter((space) => space.available);
  return free.length > 0 ? free : spacesOf(unit);
}

/** The day from which a space can be moved into, `YYYY-MM-DD`; undefined for one that is let. */
export function availableOn(
  space: Pick<SandboxSpace, 'available' | 'availableInDays'>,
  nowMs: number,
): string | undefined {
  return space.available ? recordedDay(space, nowMs) : undefined;
}

/** A unit as the space of it that is free first. */
export function firstSpace(unit: SandboxUnit): Pick<SandboxSpace, 'available' | 'availableInDays'> {
  const days = wantedSpaces(unit).map(({ availableInDays }) => availableInDays);
  return { available: isAvailable(unit), availableInDays: Math.min(...days) };
}

function recordedDay({ availableInDays }: Pick<SandboxSpace, 'availableInDays'>, nowMs: number): string {
  return addDays(new Date(nowMs).toISOString().slice(0, 10), availableInDays);
}

/** The day in a space's record as `MM/DD/YYYY`, whether it is let or not: some clients count on one. */
export function recordedDayUs(space: SandboxSpace, nowMs: number): string {
  return usDay(recordedDay(space, nowMs));
}

/** The same as `MM/DD/YYYY`. */
export function availableOnUs(
  space: Pick<SandboxSpace, 'available' | 'availableInDays'>,
  nowMs: number,
): string | undefined {
  const day = availableOn(space, nowMs);
  return day === undefined ? undefined : usDay(day);
}

/** Whether the call's parameters let a unit through. */
export function isUnitWanted(unit: SandboxUnit, { params }: MethodCall): boolean {
  if (isFlagSet(params.availableUnitsOnly)) return isAvailable(unit);
  return !isFlagSet(params.unavailableUnitsOnly) || !isAvailable(unit);
}

/** `Student` for a property whose units are let by the space. */
export function spaceConfiguration({ type }: SandboxProperty): string {
  return type === 'Student' ? 'Student' : 'Conventional';
}
