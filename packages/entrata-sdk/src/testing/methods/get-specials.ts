import type { SandboxProperty } from '../companies/company.js';
import { textOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';
import { mitsTerms } from './property-terms.js';

/** `getSpecials` r1 to r4 of one property: each version has a tree of its own for the same offers, all of the property. */
export const getSpecials: Method = ({ state, company, params, version }) => {
  const property = state.directory.property(company, textOf(params.propertyId));
  switch (version) {
    case 'r1':
      return { result: { PhysicalProperty: { Property: asMits(property) } } };
    case 'r4':
      return { result: { specialGroups: offers.map(asGroup) } };
    default:
      return { result: { specials: asLists(property, version) } };
  }
};

const offers = mitsTerms.Concession.map((concession, index) => ({
  id: String(index + 1),
  name: concession.DescriptionHeader,
  description: concession.DescriptionBody ?? '',
  terms: concession.DescriptionFooter ?? '',
  value: concession.Value,
  isActive: concession['@attributes'].Active === 'true',
}));
type Offer = (typeof offers)[number];

function asMits({ id, name }: SandboxProperty): object {
  const Concession = offers.map((offer) => ({
    '@attributes': { Active: offer.isActive ? 1 : 0 },
    Value: offer.value,
    DescriptionHeader: offer.name,
    DescriptionBody: offer.description,
    DescriptionFooter: offer.terms,
  }));
  const Identification = { IDValue: Number(id) };
  return {
    Identification,
    PropertyID: {
      Identification: { ...Identification, OrganizationName: name },
      MarketingName: name,
      LegalName: `${name} LLC`,
    },
    Concession,
    Floorplan: [],
    ILS_Unit: [],
  };
}

/** r2 says more of each offer, r3 its value, and flags as numbers. */
function asLists({ id, name }: SandboxProperty, version: string): object {
  const special = offers.map((offer) => ({
    id: offer.id,
    name: offer.name,
    ...(version === 'r2'
      ? {
          description: offer.description,
          startDate: '',
          endDate: '',
          couponCode: '',
          cap: '',
          remaining: '',
          showOnWebsite: '1',
          isActive: offer.isActive ? '1' : '0',
          rates: [],
          leaseTerms: [],
        }
      : { showOnWebsite: 1, isActive: offer.isActive ? 1 : 0, giftValue: offer.value }),
  }));
  return {
    propertyId: version === 'r2' ? id : Number(id),
    organizationName: name,
    marketingName: name,
    legalName: `${name} LLC`,
    propertySpecials: { special },
    floorplanSpecials: { special: [] },
    unitTypeSpecials: { special: [] },
    unitSpaceSpecials: { special: [] },
  };
}

function asGroup(offer: Offer): object {
  return {
    specialGroupId: `8${offer.id}`,
    specialGroupName: offer.name,
    isActive: offer.isActive ? '1' : '0',
    isAdvertised: '1',
    showOnWebsite: '1',
    startDate: '',
    endDate: '',
    description: offer.description,
    internalDescription: '',
    couponCode: '',
    specialRecipientDetails: [{ specialRecipientId: 1, specialRecipientName: 'Prospects' }],
    termsAndConditions: offer.terms,
    leadSourceDetails: [],
    spaceConfigurationDetails: [],
    leaseTermDetails: [],
    specials: [
      { specialId: offer.id, specialTypeId: '1', specialName: offer.name, giftValue: offer.value, rate: [] },
    ],
  };
}
