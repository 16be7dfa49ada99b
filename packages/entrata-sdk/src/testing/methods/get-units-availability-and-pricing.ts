import type { SandboxFloorPlan, SandboxProperty, SandboxUnit } from '../companies/company.js';
import { groupedMoney, plainMoney } from '../protocol/money.js';
import { isFlagSet, textOf } from '../protocol/wire-value.js';
import { availableOnUs, isUnitWanted } from './availability.js';
import { floorPlanFacts, unitTypeOf } from './floor-plan-facts.js';
import { type Method, type MethodCall, nothingFound } from './method.js';

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
      .map((unit) => ({ id: unit.id, value: renderUnit(property, plan, unit, call) })),
  );
  if (units.length === 0) return nothingFound;
  const Floorplan = plans.map(renderFloorPlan);
  const Properties = {
    Property: [{ PropertyID: property.id, MarketingName: property.name, Floorplans: { Floorplan } }],
  };
  if (!isFlagSet(params.showUnitSpaces)) {
    const Unit = Object.fromEntries(units.map(({ id, value }) => [id, value]));
    return { result: { Properties, ILS_Units: { Unit } } };
  }
  const PropertyUnit = units.map(({ id, value }) => {
    const { Availability, Status, AvailableOn, MakeReadyDate, ...attributes } = value['@attributes'];
    const space = { ...value, '@attributes': { ...value['@attributes'], Id: `${id}1` } };
    return { '@attributes': attributes, UnitSpace: { [`${id}1`]: space } };
  });
  return { result: { Properties, PropertyUnits: { PropertyUnit } } };
};

function renderUnit(property: SandboxProperty, plan: SandboxFloorPlan, unit: SandboxUnit, call: MethodCall) {
  const AvailableOn = availableOnUs(unit, call.nowMs);
  const rent = groupedMoney(unit.rentCents);
  const shortTerm = groupedMoney(unit.rentCents + 15_000);
  const deposit = plainMoney(plan.depositCents);
  const isPriced = !isFlagSet(call.params.skipPricing);
  return {
    '@attributes': {
      Id: unit.id,
      PropertyId: property.id,
      PropertyUnitId: unit.id,
      UnitNumber: unit.number,
      FloorplanId: plan.id,
      FloorPlanName: plan.name,
      UnitTypeId: unitTypeOf(plan).id,
      BuildingName: 'Main',
      FloorId: `${property.id}${unit.floor}`,
      FloorNumber: String(unit.floor),
      Availability: unit.available ? 'Available' : 'Not Available',
      Status: unit.available ? 'Vacant Unrented Ready' : 'Occupied No Notice',
      ...(AvailableOn === undefined ? {} : { AvailableOn, MakeReadyDate: AvailableOn }),
      IsAffordable: 'No',
      WebVisible: 'Yes',
      Area: `${plan.squareFeet.min} SquareFeet`,
      SpaceConfiguration: 'Conventional',
      HasPricing: '1',
    },
    ...(isPriced
      ? {
          Rent: {
            '@attributes': { MinRent: rent, MaxRent: shortTerm },
            TermRent: [
              { '@attributes': { LeaseTerm: '12 Months', Rent: rent, RateFrequency: 'Monthly' } },
              { '@attributes': { LeaseTerm: '6 Months', Rent: `$${shortTerm}`, RateFrequency: 'Monthly' } },
            ],
          },
          Deposit: { '@attributes': { MinDeposit: deposit, MaxDeposit: deposit } },
        }
      : {}),
  };
}

function renderFloorPlan(plan: SandboxFloorPlan): object {
  return {
    Identification: { IDValue: plan.id },
    Name: plan.name,
    UnitCount: plan.units.length,
    UnitsAvailable: plan.units.filter((unit) => unit.available).length,
    ...floorPlanFacts(plan),
  };
}
