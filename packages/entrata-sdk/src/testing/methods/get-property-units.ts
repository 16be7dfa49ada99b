import type { SandboxFloorPlan, SandboxSpace, SandboxUnit } from '../companies/company.js';
import { groupedMoney, plainMoney } from '../protocol/money.js';
import { Refusal } from '../protocol/refusal.js';
import { idsOf } from '../protocol/wire-value.js';
import { isUnitWanted, recordedDayUs, spacesOf } from './availability.js';
import { unitTypeOf } from './floor-plan-facts.js';
import { chosenProperties } from './get-properties.js';
import { type Method, type MethodCall, nothingFound } from './method.js';

/**
 * `getPropertyUnits` r1: names in lower camel case, each unit with its spaces. Where the specification and working clients
 * spell a name differently, both are there.
 */
export const getPropertyUnits: Method = (call) => {
  if (idsOf(call.params.propertyIds).length === 0) throw new Refusal(400, 'propertyIds is required.');
  const property = chosenProperties(call).map(({ id, name, floorPlans }) => ({
    '@attributes': { id },
    propertyId: id,
    propertyName: name,
    unitCount: floorPlans.reduce((count, plan) => count + plan.units.length, 0),
    buildingCount: 1,
    propertyAvailabilityURL: `https://${call.company.subdomain}.example.test/${id}/availability`,
    units: {
      unit: floorPlans.flatMap((plan) =>
        plan.units.filter((unit) => isUnitWanted(unit, call)).map((unit) => renderUnit(unit, plan, call)),
      ),
    },
  }));
  return property.length === 0 ? nothingFound : { result: { properties: { property } } };
};

function renderUnit(unit: SandboxUnit, plan: SandboxFloorPlan, call: MethodCall): object {
  return {
    id: unit.id,
    unitNumber: unit.number,
    buildingId: '1',
    buildingName: 'Main',
    floorPlanId: plan.id,
    floorplanName: plan.name,
    unitTypeId: unitTypeOf(plan).id,
    unitTypeName: unitTypeOf(plan).name,
    noOfBedrooms: String(plan.bedrooms),
    numberOfBedrooms: String(plan.bedrooms),
    noOfBathrooms: String(plan.bathrooms),
    squareFeet: String(plan.squareFeet.min),
    SquareFeet: String(plan.squareFeet.min),
    floorNumber: String(unit.floor),
    hasPricing: '1',
    unitAvailabilityURL: `https://${call.company.subdomain}.example.test/units/${unit.id}`,
    unitSpaces: { unitSpace: spacesOf(unit).map((space) => renderSpace(space, unit, plan, call)) },
  };
}

function renderSpace(space: SandboxSpace, unit: SandboxUnit, plan: SandboxFloorPlan, call: MethodCall) {
  const termRent = {
    leaseTermId: '12',
    leaseTermName: '12 Months',
    amount: groupedMoney(space.rentCents),
    rent: plainMoney(space.rentCents),
    isBestPrice: '1',
  };
  return {
    unitSpaceId: space.id,
    unitNumber: unit.number,
    availabilityStatus: space.available ? 'Available' : 'Not Available',
    availableDate: recordedDayUs(space, call.nowMs),
    hasPricing: '1',
    rent: { termRent: [termRent] },
    minDeposit: groupedMoney(plan.depositCents),
  };
}
