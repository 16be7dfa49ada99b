import type { HouseImage, HouseRecord, HouseUnit, Range } from 'entrata-store';
import type { HouseResponse } from '../http/response-schemas.js';

/** What it costs and takes to live there. */
export function renderTerms(
  house: HouseRecord,
): Pick<HouseResponse, 'applicationFees' | 'petPolicies' | 'specials' | 'leaseTerms' | 'spaceOptions'> {
  const { applicationFees = [], petPolicies = [], specials = [], leaseTerms = [], spaceOptions = [] } = house;
  return {
    applicationFees: applicationFees.map(({ applicant, amountCents }) => ({
      applicant: applicant ?? null,
      amountCents,
    })),
    petPolicies: petPolicies.map((policy) => ({
      allowed: policy.allowed ?? null,
      petType: policy.petType ?? null,
      count: policy.count ?? null,
      size: policy.size ?? null,
      weight: policy.weight ?? null,
      description: policy.description ?? null,
    })),
    specials: specials.map((special) => ({
      title: special.title ?? null,
      text: special.text ?? null,
      footer: special.footer ?? null,
      value: special.value ?? null,
    })),
    leaseTerms: leaseTerms.map(({ name, months, startWindows = [] }) => ({
      name,
      months: months ?? null,
      startWindows: startWindows.map(({ from, to }) => ({ from, to })),
    })),
    spaceOptions: [...spaceOptions],
  };
}

export function renderUnit(unit: HouseUnit): HouseResponse['units'][number] {
  return {
    id: unit.id,
    number: unit.number ?? null,
    floorPlanId: unit.floorPlanId ?? null,
    building: unit.building ?? null,
    floor: unit.floor ?? null,
    bedrooms: unit.bedrooms ?? null,
    bathrooms: unit.bathrooms ?? null,
    squareFeet: unit.squareFeet ?? null,
    rentCents: renderRange(unit.rentCents),
    depositCents: renderRange(unit.depositCents),
    availableOn: unit.availableOn ?? null,
    availabilityUrl: unit.availabilityUrl ?? null,
    amenities: [...(unit.amenities ?? [])],
  };
}

export const renderRange = (range: Range | undefined) =>
  range === undefined ? null : { min: range.min, max: range.max };

export const renderImage = ({ url, caption }: HouseImage) => ({ url, caption: caption ?? null });
