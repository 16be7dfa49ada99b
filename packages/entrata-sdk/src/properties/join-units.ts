import { omitUndefined } from '../core/omit-undefined.js';
import type { FloorPlan, Range, TermRent, Unit, UnitSpace } from './listing.js';

/** What a reply says of a unit or a space; what it is silent about is absent. */
export interface UnitFacts extends Omit<Unit, 'id' | 'available' | 'amenities' | 'spaces'> {
  readonly available?: boolean;
  readonly amenities?: readonly string[];
}

/**
 * A unit of getMitsPropertyUnits, or one of its spaces: with `showUnitSpaces`, and maybe without, each space is listed,
 * under its own id, with the unit's id inside.
 */
export interface ListedUnit extends UnitFacts {
  /** The id of what is listed, and what its type says that it is. */
  readonly outerId?: string;
  readonly outerIs?: 'unit' | 'space';
  /** The id of the unit inside. */
  readonly innerId?: string;
  /** A space's letter. */
  readonly spaceName?: string;
}

export interface PricedSpace extends Omit<UnitSpace, 'available'> {
  readonly available?: boolean;
}

/** A unit of getUnitsAvailabilityAndPricing, under the unit's id. */
export interface PricedUnit extends UnitFacts {
  readonly id: string;
  readonly spaces: readonly PricedSpace[];
}

/**
 * Units with their spaces and prices. What one reply says and the other is silent about stays; where both speak, pricing
 * is the fresher and more exact. Units that only pricing knows come last.
 */
export function joinUnits(
  listed: readonly ListedUnit[],
  priced: readonly PricedUnit[] = [],
  floorPlans: readonly FloorPlan[] = [],
): Unit[] {
  const prices = new Map(priced.map((unit) => [unit.id, unit]));
  const owners = new Map(priced.flatMap((unit) => unit.spaces.map((space) => [space.id, unit.id])));
  const parts = new Map<string, ListedUnit[]>();
  for (const unit of listed) {
    const id = unitIdOf(unit, prices, owners);
    if (id === undefined) continue;
    const known = parts.get(id);
    if (known) known.push(unit);
    else parts.set(id, [unit]);
  }
  const plans = new Map(floorPlans.map((plan) => [plan.id, plan]));
  const joined = [...parts].map(([id, group]) => {
    const price = prices.get(id);
    prices.delete(id);
    return toUnit(id, { ...factsOf(group), ...price }, joinSpaces(spacesOf(id, group), price?.spaces ?? []));
  });
  const added = [...prices.values()].map((unit) => {
    const plan = unit.floorPlanId === undefined ? undefined : plans.get(unit.floorPlanId);
    const rooms = omitUndefined({ bedrooms: plan?.bedrooms, bathrooms: plan?.bathrooms });
    return toUnit(unit.id, { ...rooms, ...unit }, unit.spaces);
  });
  return [...joined, ...added];
}

/**
 * The unit's id: by the type of the outer one where that says so; else the one that pricing knows; else the inner one,
 * which was the unit's wherever that was measured.
 */
function unitIdOf(
  { outerId, outerIs, innerId }: ListedUnit,
  prices: ReadonlyMap<string, unknown>,
  owners: ReadonlyMap<string, string>,
): string | undefined {
  if (outerIs === 'unit') return outerId;
  if (outerIs === 'space') return innerId ?? owners.get(outerId ?? '') ?? outerId;
  const known = [innerId, outerId].find((id) => id !== undefined && prices.has(id));
  return known ?? innerId ?? outerId;
}

/** What all the parts of a unit say together: of each fact, the first word; a unit is available when any part of it is. */
function factsOf(group: readonly ListedUnit[]): UnitFacts {
  const facts: ListedUnit = { termRents: [] };
  for (let index = group.length - 1; index >= 0; index--) Object.assign(facts, group[index]);
  const { outerId, outerIs, innerId, spaceName, ...ofUnit } = facts;
  const rentCents = spanOf(group.map((part) => part.rentCents));
  const amenities = [...new Set(group.flatMap((part) => part.amenities ?? []))];
  return omitUndefined({ ...ofUnit, ...availabilityOf(group), rentCents, amenities });
}

/** When somebody can move in: into any of the parts, on the earliest day of those that are available. */
export function availabilityOf(parts: readonly Pick<UnitFacts, 'available' | 'availableOn'>[]): {
  readonly available: boolean | undefined;
  readonly availableOn: string | undefined;
} {
  const free = parts.filter((part) => part.available);
  const dated = (free.length > 0 ? free : parts).map((part) => part.availableOn);
  const available = free.length > 0 || (parts.some((part) => part.available === false) ? false : undefined);
  return { available, availableOn: dated.filter((day) => day !== undefined).sort()[0] };
}

/** What several ranges span together. */
export function spanOf(ranges: readonly (Range | undefined)[]): Range | undefined {
  let span: Range | undefined;
  for (const range of ranges) {
    if (range === undefined) continue;
    span = span
      ? { min: Math.min(span.min, range.min), max: Math.max(span.max, range.max) }
      : { min: range.min, max: range.max };
  }
  return span;
}

function spacesOf(unitId: string, group: readonly ListedUnit[]): PricedSpace[] {
  return group.flatMap(({ outerId, outerIs, spaceName, available, availableOn, rentCents }) => {
    const isSpace =
      outerId !== undefined && outerIs !== 'unit' && (outerIs === 'space' || outerId !== unitId);
    if (!isSpace) return [];
    return [
      omitUndefined({ id: outerId, name: spaceName, available, availableOn, rentCents, termRents: noRents }),
    ];
  });
}

const noRents: readonly TermRent[] = [];

function joinSpaces(listed: readonly PricedSpace[], priced: readonly PricedSpace[]): PricedSpace[] {
  const spaces = new Map(listed.map((space) => [space.id, space]));
  for (const space of priced) spaces.set(space.id, { ...spaces.get(space.id), ...space });
  return [...spaces.values()];
}

/** Whoever says nothing about availability lets nothing. */
function toUnit(
  id: string,
  facts: UnitFacts & { readonly spaces?: unknown },
  spaces: readonly PricedSpace[],
): Unit {
  return {
    ...facts,
    id,
    available: facts.available ?? false,
    amenities: facts.amenities ?? [],
    spaces: spaces.map((space) => ({ ...space, available: space.available ?? false })),
  };
}
