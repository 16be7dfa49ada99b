import type { SandboxFloorPlan } from '../companies/company.js';
import { groupedMoney } from '../protocol/money.js';
import { textOf } from '../protocol/wire-value.js';
import { unitTypeOf } from './floor-plan-facts.js';
import { type Method, nothingFound } from './method.js';
import { propertyProse } from './property-prose.js';

/** `getUnitTypes` r1 of one property: names in lower camel case, and the floor plan keyed by its id. */
export const getUnitTypes: Method = ({ state, company, params }) => {
  const asked = state.directory.property(company, textOf(params.propertyId));
  const { id, name, type, yearBuilt, floorPlans } = asked;
  if (floorPlans.length === 0) return nothingFound;
  const { ShortDescription: shortDescription, LongDescription: longDescription } = propertyProse(
    asked,
    company,
  );
  const property = {
    propertyId: id,
    marketingName: name,
    generalId: '',
    type,
    yearBuilt,
    shortDescription,
    longDescription,
  };
  return { result: { property, unitTypes: { unitType: floorPlans.map(renderUnitType) } } };
};

function renderUnitType(plan: SandboxFloorPlan): object {
  const { id, name } = unitTypeOf(plan);
  const rent = groupedMoney(plan.rentCents.min);
  return {
    identificationType: { idValue: id, '@attributes': { idType: 'UnitTypeID' } },
    name,
    floorplan: { [plan.id]: { '@value': plan.name, '@attributes': { Id: plan.id } } },
    unitBedRooms: String(plan.bedrooms),
    unitBathrooms: String(plan.bathrooms),
    minSquareFeet: String(plan.squareFeet.min),
    maxSquareFeet: String(plan.squareFeet.max),
    minMarketRent: rent,
    maxMarketRent: groupedMoney(plan.rentCents.max),
    rent: {
      termRent: [
        {
          '@attributes': {
            leaseTerm: '12',
            leaseTermId: 12,
            leaseTermName: '12 Months',
            rent,
            spaceOption: '',
          },
        },
      ],
    },
  };
}
