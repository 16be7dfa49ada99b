import { z } from 'zod';
import { type Drop, dropInSilence, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { resultReader } from '../wire/result-reader.js';
import {
  range,
  rentRange,
  wireCents,
  wireContainer,
  wireDay,
  wireIdOrNone,
  wireItems,
  wireKeyedItems,
  wireNode,
  wireProse,
  wireSquareFeet,
  wireText,
} from '../wire/schema.js';
import { availabilityOf, type PricedSpace, type PricedUnit, spanOf, type UnitFacts } from './join-units.js';
import { termMonths } from './lease-terms.js';
import type { TermRent } from './listing.js';

const termRent = z.object({
  LeaseTerm: wireProse,
  Rent: wireCents,
  StartDate: wireDay,
  EndDate: wireDay,
  SpaceOption: wireProse,
  RateFrequency: wireProse,
});

const rent = wireNode(z.object({ MinRent: wireCents, MaxRent: wireCents, TermRent: wireItems(termRent) }));

const space = z.object({
  '@key': wireIdOrNone,
  Id: wireIdOrNone,
  UnitNumber: wireProse,
  FloorplanId: wireIdOrNone,
  Availability: wireText,
  AvailableOn: wireDay,
  Area: wireSquareFeet,
  BuildingName: wireProse,
  FloorNumber: wireProse,
  Deposit: wireNode(z.object({ MinDeposit: wireCents, MaxDeposit: wireCents })),
  Rent: rent,
});

const unit = space.extend({
  PropertyUnitId: wireIdOrNone,
  UnitSpace: wireKeyedItems(space),
});

// `ILS_Units.Unit` is keyed by unit id; with `showUnitSpaces` it is `PropertyUnits.PropertyUnit[]`.
const readPricing = resultReader(
  wireContainer({
    ILS_Units: wireContainer({ Unit: wireKeyedItems(unit) }),
    PropertyUnits: wireContainer({ PropertyUnit: wireKeyedItems(unit) }),
    // Floor plans, which getMitsPropertyUnits gives as well; alone when there are no units.
    Properties: z.unknown().optional(),
  }),
);

/** Reads getUnitsAvailabilityAndPricing in any of its layouts; a text means that nothing was found. */
export function decodePricing(result: unknown, method: string, drop: Drop = dropInSilence): PricedUnit[] {
  const root = readPricing(result, method);
  const units = root?.ILS_Units?.Unit ?? root?.PropertyUnits?.PropertyUnit ?? [];
  return keepReadable(units, 'priced_unit', drop, (wire) => {
    // The key is the unit's id, and may be all that says it; `Id` may be a number of another kind.
    const id = wire.PropertyUnitId ?? wire['@key'] ?? wire.Id;
    if (id === undefined) return drop('priced_unit', 'no_id');
    const own = factsOf(wire, drop);
    const spaces = keepReadable(wire.UnitSpace, 'unit_space', drop, (each) => ({
      id: each.Id ?? each['@key'] ?? drop('unit_space', 'no_id'),
      facts: factsOf(each, drop),
    }));
    const ofSpaces = spaces.map(({ facts }) => facts);
    const [first] = ofSpaces;
    const together = availabilityOf(ofSpaces);
    return omitUndefined({
      id,
      number: own.number ?? first?.number,
      floorPlanId: own.floorPlanId ?? first?.floorPlanId,
      squareFeet: own.squareFeet ?? first?.squareFeet,
      building: own.building ?? first?.building,
      floor: own.floor ?? first?.floor,
      depositCents: spanOf([own, ...ofSpaces].map((part) => part.depositCents)),
      rentCents: spanOf([own, ...ofSpaces].map((part) => part.rentCents)),
      available: together.available ?? own.available,
      availableOn: together.availableOn ?? own.availableOn,
      termRents: [own, ...ofSpaces].flatMap((part) => part.termRents),
      spaces: spaces.flatMap(({ id: spaceId, facts }) =>
        spaceId === undefined ? [] : [toSpace(spaceId, facts)],
      ),
    });
  });
}

type WireSpace = z.output<typeof space>;

/** What is said of a unit or of one of its spaces. */
function factsOf(wire: WireSpace, drop: Drop): UnitFacts {
  const { Rent: rents, Availability: availability } = wire;
  return omitUndefined({
    number: wire.UnitNumber,
    floorPlanId: wire.FloorplanId,
    squareFeet: wire.Area,
    building: wire.BuildingName,
    floor: wire.FloorNumber,
    depositCents: range(wire.Deposit?.MinDeposit, wire.Deposit?.MaxDeposit),
    rentCents: rentRange(rents?.MinRent, rents?.MaxRent),
    available: availability === undefined ? undefined : /^available/i.test(availability),
    availableOn: wire.AvailableOn,
    termRents: keepReadable(rents?.TermRent ?? [], 'term_rent', drop, (term) => toTermRent(term, drop)),
  });
}

function toSpace(id: string, facts: UnitFacts): PricedSpace {
  const { number: name, rentCents, available, availableOn, termRents } = facts;
  return omitUndefined({ id, name, rentCents, available, availableOn, termRents });
}

function isPrice(cents: number | undefined): cents is number {
  return cents !== undefined && cents > 0;
}

function toTermRent(wire: z.output<typeof termRent>, drop: Drop): TermRent | undefined {
  if (wire.Rent === undefined) return drop('term_rent', 'unreadable');
  // Zero is how Entrata writes "no price".
  if (!isPrice(wire.Rent)) return undefined;
  const label = wire.LeaseTerm ?? '';
  const months = /^(\d+)\s*month/i.exec(label)?.[1];
  return omitUndefined({
    months: months === undefined ? undefined : termMonths(Number(months)),
    label,
    rentCents: wire.Rent,
    startDate: wire.StartDate,
    endDate: wire.EndDate,
    spaceOption: wire.SpaceOption,
    frequency: wire.RateFrequency,
  });
}
