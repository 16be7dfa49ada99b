import type { Listing, Property, Unit } from 'entrata-sdk';
import type { HouseDraft } from './clean-house.js';

type Terms = Pick<
  HouseDraft,
  | 'availabilityUrl'
  | 'featured'
  | 'applicationFees'
  | 'petPolicies'
  | 'specials'
  | 'leaseTerms'
  | 'spaceOptions'
>;

/** What it costs and takes to live there, of the whole property. */
export function termsOf(property: Property, listing: Listing): Terms {
  return {
    availabilityUrl: listing.availabilityUrl,
    featured: property.featured,
    applicationFees: listing.applicationFees,
    petPolicies: listing.petPolicies,
    specials: listing.specials,
    // Renewals are for who lives there.
    leaseTerms: property.leaseTerms.filter(({ forProspects }) => forProspects !== false),
    spaceOptions: property.spaceOptions.map(({ name }) => name),
  };
}

/** Those that can be had. */
export const unitsOf = (units: readonly Unit[]): HouseDraft['units'] =>
  units.filter(({ available }) => available).map((unit) => ({ ...unit }));
