import type { SandboxFloorPlan, SandboxProperty } from '../companies/company.js';
import { idOf, idsOf, textOf } from '../protocol/wire-value.js';
import { countAvailable } from './availability.js';
import { floorPlanFacts, unitTypeOf } from './floor-plan-facts.js';
import { type Method, type MethodCall, nothingFound } from './method.js';

/** `getFloorPlans` r1 of one property. */
export const getFloorPlans: Method = (call) => {
  const property = call.state.directory.property(call.company, textOf(call.params.propertyId));
  const wanted = idsOf(call.params.propertyFloorPlanIds);
  const plans = property.floorPlans.filter((plan) => wanted.length === 0 || wanted.includes(plan.id));
  if (plans.length === 0) return nothingFound;
  return { result: { FloorPlans: { FloorPlan: plans.map((plan) => render(plan, property, call)) } } };
};

function render(plan: SandboxFloorPlan, property: SandboxProperty, { origin, state }: MethodCall): object {
  const unitType = unitTypeOf(plan);
  return {
    Identification: { IDValue: plan.id, '@attributes': { IDType: 'FloorPlanID' } },
    PropertyId: idOf(property.id),
    Name: plan.name,
    UnitCount: plan.units.length,
    UnitsAvailable: countAvailable(plan.units),
    IsDisabled: false,
    ...floorPlanFacts(plan, state.quirks),
    UnitTypes: { UnitType: [{ '@value': unitType.name, '@attributes': { Id: unitType.id } }] },
    File: [
      {
        Src: `${origin}/images/${property.id}/plan-${plan.id}.svg`,
        Name: plan.name,
        FileType: 'Floorplan',
        Format: 'image/svg+xml',
        Width: '960',
        Height: '640',
        Rank: '1',
      },
    ],
    Amenity: [{ Description: 'Washer and dryer' }],
    Comment: '',
  };
}
