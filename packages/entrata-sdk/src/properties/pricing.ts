import { z } from 'zod';
import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { resultReader } from '../wire/result-reader.js';
import {
  rentRange,
  wireCents,
  wireContainer,
  wireDay,
  wireIdOrNone,
  wireItems,
  wireList,
  wireNode,
  wireProse,
  wireSquareFeet,
  wireText,
} from '../wire/schema.js';
import type { FloorPlan, TermRent, Unit } from './listing.js';

const termRent = z.object({
  LeaseTerm: wireProse,
  Rent: wireCents,
  StartDate: wireDay,
  EndDate: wireDay,
});

const rent = wireNode(z.object({ MinRent: wireCents, MaxRent: wireCents, TermRent: wireItems(termRent) }));

const space = z.object({
  UnitNumber: wireProse,
  FloorplanId: wireIdOrNone,
  Availability: wireText,
  AvailableOn: wireDay,
  Area: wireSquareFeet,
  Rent: rent,
});

const unit = space.extend({
  Id: wireIdOrNone,
  PropertyUnitId: wireIdOrNone,
  UnitSpace: wireList(space),
});

// `ILS_Units.Unit` is keyed by unit id; with `showUnitSpaces` it is `PropertyUnits.PropertyUnit[]`.
const readPricing = resultReader(
  wireContainer({
    ILS_Units: wireContainer({ Unit: wireItems(unit) }),
    PropertyUnits: wireContainer({ PropertyUnit: wireItems(unit) }),
    // Floor plans, which getMitsPropertyUnits gives as well; alone when there are no units.
    Properties: z.unknown().optional(),
  }),
);

/** What getUnitsAvailabilityAndPricing adds to a unit. */
export type PricedUnit = Omit<Unit, 'bedrooms' | 'bathrooms'>;

/** Reads getUnitsAvailabilityAndPricing in any of its layouts; a text means that nothing was found. */
export function decodePricing(result: unknown, method: string, drop: Drop = dropInSilence): PricedUnit[] {
  const root = readPricing(result, method);
  const units = root?.ILS_Units?.Unit ?? root?.PropertyUnits?.PropertyUnit ?? [];
  return keepReadable(units, 'priced_unit', drop, (wire) => {
    const id = wire.PropertyUnitId ?? wire.Id;
    if (id === undefined) return drop('priced_unit', 'no_id');
    // What is not said of the unit is said of each of its spaces.
    const [first] = wire.UnitSpace;
    const rents = [wire.Rent, ...wire.UnitSpace.map((space) => space.Rent)].filter(
      (part) => part !== undefined,
    );
    const availability =
      wire.Availability ?? wire.UnitSpace.find((space) => space.Availability)?.Availability;
    const minimums = rents.map((part) => part.MinRent ?? part.MaxRent).filter(isPrice);
    const maximums = rents.map((part) => part.MaxRent ?? part.MinRent).filter(isPrice);
    return omitUndefined({
      id,
      number: wire.UnitNumber ?? first?.UnitNumber,
      floorPlanId: wire.FloorplanId ?? first?.FloorplanId,
      squareFeet: wire.Area ?? first?.Area,
      rentCents: minimums.length > 0 ? rentRange(Math.min(...minimums), Math.max(...maximums)) : undefined,
      available: /^available/i.test(availability ?? ''),
      availableOn: wire.AvailableOn ?? wire.UnitSpace.find((space) => space.AvailableOn)?.AvailableOn,
      termRents: rents.flatMap((part) =>
        keepReadable(part.TermRent, 'term_rent', drop, (term) => toTermRent(term, drop)),
      ),
    });
  });
}

function isPrice(cents: number | undefined): cents is number {
  return cents !== undefined && cents > 0;
}

function toTermRent(wire: z.output<typeof termRent>, drop: Drop): TermRent | undefined {
  if (wire.Rent === undefined) return drop('term_rent', 'unreadable');
  // Zero is how Entrata writes "no price".
  if (!isPrice(wire.Rent)) return undefined;
  const label = wire.LeaseTerm ?? '';
  const months = Number(/^(\d+)\s*month/i.exec(label)?.[1]);
  return omitUndefined({
    months: months > 0 && months <= longestTermMonths ? months : undefined,
    label,
    rentCents: wire.Rent,
    startDate: wire.StartDate,
    endDate: wire.EndDate,
  });
}

const longestTermMonths = 1_200;

/** Units with what pricing knows about them; units that only pricing knows come last. */
export function withPricing(
  units: readonly Unit[],
  priced: readonly PricedUnit[],
  floorPlans: readonly FloorPlan[],
): Unit[] {
  const byId = new Map(priced.map((unit) => [unit.id, unit]));
  const merged = units.map((unit) => {
    const price = byId.get(unit.id);
    byId.delete(unit.id);
    // Pricing is the fresher and more exact of the two; what only the other knows stays.
    return price ? { ...unit, ...price } : unit;
  });
  const plans = new Map(floorPlans.map((plan) => [plan.id, plan]));
  const added = [...byId.values()].map((unit) => {
    const plan = unit.floorPlanId === undefined ? undefined : plans.get(unit.floorPlanId);
    return omitUndefined({ ...unit, bedrooms: plan?.bedrooms, bathrooms: plan?.bathrooms });
  });
  return [...merged, ...added];
}
