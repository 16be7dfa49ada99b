import { availableOnUs, isUnitWanted } from '../companies/availability.js';
import type { SandboxFloorPlan, SandboxProperty, SandboxUnit } from '../companies/company.js';
import { type Method, type MethodCall, nothingFound } from '../protocol/method.js';
import { groupedMoney, plainMoney } from '../protocol/money.js';
import { isFlagSet, textOf } from '../protocol/wire-value.js';

/**
 * `getUnitsAvailabilityAndPricing` r1. By default the units are an object keyed by unit id; with
 * `showUnitSpaces` they are a list whose spaces are an object keyed by space id.
 */
export const getUnitsAvailabilityAndPricing: Method = (call) => {
  const property = call.state.directory.property(call.company, textOf(call.params.propertyId));
  const floorPlanId = textOf(call.params.floorplanId);
  const plans = property.floorPlans.filter((plan) => floorPlanId === '' || plan.id === floorPlanId);
  const units = plans.flatMap((plan) =>
    plan.units.filter((unit) => isUnitWanted(unit, call)).map((unit) => ({ plan, unit })),
  );
  if (units.length === 0) return nothingFound;
  const rendered = units.map(({ plan, unit }) => ({
    id: unit.id,
    value: renderUnit(property, plan, unit, call),
  }));
  const Properties = {
    Property: [{ PropertyID: property.id, Floorplans: { Floorplan: plans.map(renderFloorPlan) } }],
  };
  if (!isFlagSet(call.params.showUnitSpaces)) {
    const Unit = Object.fromEntries(rendered.map(({ id, value }) => [id, value]));
    return { result: { Properties, ILS_Units: { Unit } } };
  }
  const PropertyUnit = rendered.map(({ id, value }) => ({
    '@attributes': { Id: id, PropertyId: property.id },
    UnitSpace: { [`${id}1`]: value },
  }));
  return { result: { Properties, PropertyUnits: { PropertyUnit } } };
};

function renderUnit(
  property: SandboxProperty,
  plan: SandboxFloorPlan,
  unit: SandboxUnit,
  call: MethodCall,
): object {
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
      UnitTypeId: plan.id,
      BuildingName: 'Main',
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
    UnitsAvailable: plan.units.filter((unit) => unit.available).length,
  };
}
