import type { SandboxProperty } from '../companies/company.js';
import { unitTypeOf } from './floor-plan-facts.js';
import { chosenProperties } from './get-properties.js';
import { type Method, type MethodCall, nothingFound } from './method.js';
import { leaseTermsOf } from './property-terms.js';

/** `getPropertyPickLists` in either version, of the properties named in `propertyIds`, or all. */
export const getPropertyPickLists: Method = (call) => {
  const properties = chosenProperties(call);
  if (properties.length === 0) return nothingFound;
  return { result: call.version === 'r2' ? listsR2(properties, call) : listsR1(properties) };
};

/** Made up: only the shape of these lists is published. */
const moveOutReasons = [
  { id: 21, name: 'Bought a Home' },
  { id: 22, name: 'Job Transfer' },
];

/** r1: capitals and attributes, the properties within the country that they lie in. */
function listsR1(properties: readonly SandboxProperty[]): object {
  const states = [...new Set(properties.map(({ state }) => state))];
  const attributes = (item: object) => ({ '@attributes': item });
  const named = (id: number, Name: string) => attributes({ Id: id, Name });
  const country = {
    States: {
      State: states.map((state) => ({ ...attributes({ Code: state, Name: state }), searchArea: [] })),
    },
    Property: properties.map(({ id, name, disabled, floorPlans }) => ({
      ...attributes({ Id: Number(id), Name: name, IsDisabled: disabled ? 1 : 0 }),
      UnitTypes: { UnitType: floorPlans.map(unitTypeOf).map((type) => named(Number(type.id), type.name)) },
      PropertyBuildings: { PropertyBuilding: [named(1, 'Main')] },
      PropertyFloorplans: { PropertyFloorplan: floorPlans.map((plan) => named(Number(plan.id), plan.name)) },
      MoveOutReasons: {
        MoveOutReason: moveOutReasons.map((reason) =>
          attributes({ Id: reason.id, SystemCode: '', Name: reason.name }),
        ),
      },
      PropertySearchAreas: { SearchAreas: { SearchArea: [] } },
    })),
  };
  return { company: { searchAreas: { countries: [{ country: [country] }] } } };
}

/** r2: lower camel case, and the terms for which a property is let. */
function listsR2(properties: readonly SandboxProperty[], { nowMs }: MethodCall): object {
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ id: Number(id), name });
  const property = properties.map((each) => ({
    id: Number(each.id),
    name: each.name,
    unitTypes: { unitType: each.floorPlans.map(unitTypeOf).map(named) },
    propertyBuildings: { propertyBuilding: [{ id: 1, name: 'Main' }] },
    propertyFloorplans: { propertyFloorplan: each.floorPlans.map(named) },
    propertyFloors: {
      propertyFloor: each.floorPlans.map((_, floor) => ({
        id: Number(`${each.id}${floor + 1}`),
        title: `${floor + 1}`,
      })),
    },
    rentableItems: { rentableItem: [] },
    addOnCategories: { addOnCategory: [] },
    assignableItems: { assignableItem: [] },
    services: { service: [] },
    moveOutTypes: { moveOutType: [{ id: 11, name: 'Voluntary' }] },
    moveOutReasons: { moveOutReason: moveOutReasons.map((reason) => ({ ...reason, moveOutTypeId: 11 })) },
    leaseTerms: { leaseTerm: leaseTermsOf(each, nowMs).LeaseTerm.map(termR2) },
    UnitExclusionReasonTypes: { UnitExclusionReasonType: [] },
  }));
  const states = [...new Set(properties.map(({ state }) => state))];
  return {
    properties: { property },
    searchAreaStates: {
      searchAreaState: states.map((state) => ({
        state,
        stateCode: state,
        countryCode: 'US',
        searchAreas: { searchArea: [] },
      })),
    },
  };
}

type LeaseTerm = ReturnType<typeof leaseTermsOf>['LeaseTerm'][number];

function termR2({ Id, Name, LeaseStartWindows }: LeaseTerm): object {
  const windows = LeaseStartWindows?.LeaseStartWindow ?? [];
  return {
    leaseTermId: Id,
    leaseTermName: Name,
    leaseStartWindows: {
      leaseStartWindow: windows.map((window) => ({
        leaseStartWindowId: window.Id,
        windowStartDate: window.WindowStartDate,
        windowEndDate: window.WindowEndDate,
        academicYearId: 1,
      })),
    },
  };
}
