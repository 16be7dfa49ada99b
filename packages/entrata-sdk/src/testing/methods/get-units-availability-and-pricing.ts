import type { SandboxFloorPlan, SandboxProperty, SandboxSpace, SandboxUnit } from '../companies/company.js';
import { groupedMoney, plainMoney } from '../protocol/money.js';
import { isFlagSet, textOf } from '../protocol/wire-value.js';
import {
  availableOnUs,
  countAvailable,
  firstSpace,
  isUnitWanted,
  rentsOf,
  spaceConfiguration,
  spacesOf,
} from './availability.js';
import { floorPlanFacts, unitTypeOf } from './floor-plan-facts.js';
import { type Method, type MethodCall, nothingFound } from './method.js';
import { spaceOptionsOf } from './property-terms.js';

/**
 * `getUnitsAvailabilityAndPricing` r1. By default the units are an object keyed by unit id; with
 * `showUnitSpaces` they are a list whose spaces are an object keyed by space id.
 */
export const getUnitsAvailabilityAndPricing: Method = (call) => {
  const { state, company, params } = call;
  const property = state.directory.property(company, textOf(params.propertyId));
  const isAsked = (param: string, id: string) => ['', id].includes(textOf(params[param]));
  const plans = property.floorPlans.filter(
    (plan) => isAsked('floorplanId', plan.id) && isAsked('unitTypeId', unitTypeOf(plan).id),
  );
  const units = plans.flatMap((plan) =>
    plan.units
      .filter((unit) => isAsked('propertyUnitId', unit.id) && isUnitWanted(unit, call))
      .map((unit) => ({ property, plan, unit })),
  );
  if (units.length === 0) return nothingFound;
  const Floorplan = plans.map((plan) => renderFloorPlan(plan, call));
  const Properties = {
    Property: [{ PropertyID: property.id, MarketingName: property.name, Floorplans: { Floorplan } }],
  };
  if (!isFlagSet(params.showUnitSpaces)) {
    const Unit = Object.fromEntries(units.map((priced) => [priced.unit.id, renderUnit(priced, call)]));
    return { result: { Properties, ILS_Units: { Unit } } };
  }
  const PropertyUnit = units.map((priced) => renderWithSpaces(priced, call));
  return { result: { Properties, PropertyUnits: { PropertyUnit } } };
};

interface PricedUnit {
  readonly property: SandboxProperty;
  readonly plan: SandboxFloorPlan;
  readonly unit: SandboxUnit;
}

function renderUnit(priced: PricedUnit, call: MethodCall): object {
  const { property, unit, plan } = priced;
  const { min, max } = rentsOf(unit);
  const { Id, PropertyUnitId, ...unnamed } = unitAttributes(priced, call);
  const ids = call.state.quirks.pricingByKey ? {} : { Id, PropertyUnitId };
  return {
    '@attributes': { ...ids, ...unnamed, ...availabilityOf(firstSpace(unit), call) },
    ...prices({ property, plan, rentCents: min, maxRentCents: max }, call),
  };
}

function renderWithSpaces(priced: PricedUnit, call: MethodCall): object {
  const { property, unit, plan } = priced;
  const attributes = unitAttributes(priced, call);
  const spaces = spacesOf(unit).map((space) => ({
    '@attributes': { ...attributes, Id: space.id, ...availabilityOf(space, call) },
    ...prices({ property, plan, rentCents: space.rentCents, maxRentCents: space.rentCents }, call),
  }));
  const keyed = Object.fromEntries(spaces.map((space) => [space['@attributes'].Id, space]));
  return { '@attributes': attributes, UnitSpace: call.state.quirks.listedSpaces ? spaces : keyed };
}

/** What `Id` counts is not published; here it is neither the unit's number nor a space's. */
function unitAttributes({ property, plan, unit }: PricedUnit, { state }: MethodCall) {
  const squareFeet = plan.squareFeet.min;
  return {
    Id: `9${unit.id}`,
    PropertyId: property.id,
    PropertyUnitId: unit.id,
    UnitNumber: unit.number,
    FloorplanId: plan.id,
    FloorPlanName: plan.name,
    UnitTypeId: unitTypeOf(plan).id,
    BuildingName: 'Main',
    FloorId: `${property.id}${unit.floor}`,
    FloorNumber: String(unit.floor),
    IsAffordable: 'No',
    WebVisible: 'Yes',
    Area: state.quirks.squareMeters
      ? `${(squareFeet / 10.7639).toFixed(4)} SquareMeter`
      : `${squareFeet} SquareFeet`,
    SpaceConfiguration: spaceConfiguration(property),
    HasPricing: '1',
  };
}

function availabilityOf(space: Pick<SandboxSpace, 'available' | 'availableInDays'>, { nowMs }: MethodCall) {
  const AvailableOn = availableOnUs(space, nowMs);
  return {
    Availability: space.available ? 'Available' : 'Not Available',
    Status: space.available ? 'Vacant Unrented Ready' : 'Occupied No Notice',
    ...(AvailableOn === undefined ? {} : { AvailableOn, MakeReadyDate: AvailableOn }),
  };
}

/** For six months it costs 150 dollars more. */
function prices(
  asked: Pick<PricedUnit, 'property' | 'plan'> & {
    readonly rentCents: number;
    readonly maxRentCents: number;
  },
  { params }: MethodCall,
): object {
  if (isFlagSet(params.skipPricing)) return {};
  const rent = groupedMoney(asked.rentCents);
  const shortTerm = groupedMoney(asked.rentCents + 15_000);
  const deposit = plainMoney(asked.plan.depositCents);
  const [option] = spaceOptionsOf(asked.property);
  const kind = { RateFrequency: 'Monthly', ...(option ? { SpaceOption: option.Name } : {}) };
  return {
    Rent: {
      '@attributes': { MinRent: rent, MaxRent: groupedMoney(asked.maxRentCents + 15_000) },
      TermRent: [
        { '@attributes': { LeaseTerm: '12 Months', Rent: rent, ...kind } },
        { '@attributes': { LeaseTerm: '6 Months', Rent: `$${shortTerm}`, ...kind } },
      ],
    },
    Deposit: { '@attributes': { MinDeposit: deposit, MaxDeposit: deposit } },
  };
}

function renderFloorPlan(plan: SandboxFloorPlan, { state }: MethodCall): object {
  return {
    Identification: { IDValue: plan.id },
    Name: plan.name,
    UnitCount: plan.units.length,
    UnitsAvailable: countAvailable(plan.units),
    ...floorPlanFacts(plan, state.quirks),
  };
}
