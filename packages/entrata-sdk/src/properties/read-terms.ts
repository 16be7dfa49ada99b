import { type Drop, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { ApplicationFee, Listing, PetPolicy, Special } from './listing.js';
import type { MitsAmenity, MitsTerms } from './mits.js';

/** What it costs and takes to live there. */
export type ListingTerms = Pick<
  Listing,
  'amenities' | 'applicationFees' | 'petPolicies' | 'policy' | 'specials'
>;

/** Reads the terms of a property; `above` are those one level up, where the property's own are silent. */
export function readTerms(own: MitsTerms, above: MitsTerms | undefined, drop: Drop): ListingTerms {
  const policy = own.Policy ?? above?.Policy;
  return {
    amenities: readAmenities(listed(own.Amenity, above?.Amenity), drop),
    applicationFees: readFees((own.Fee ?? above?.Fee)?.ApplicationFee ?? [], drop),
    petPolicies: keepReadable(policy?.Pet ?? [], 'pet_policy', drop, (pet) => pet).flatMap((pet) =>
      readPets(pet, drop),
    ),
    ...(policy?.General === undefined ? {} : { policy: policy.General }),
    specials: readSpecials(listed(own.Concession, above?.Concession), drop),
  };
}

const listed = <T>(own: readonly T[], above: readonly T[] = []) => (own.length > 0 ? own : above);

/** Each amenity's words: its description, or its type where it has none. */
export function readAmenities(amenities: readonly (MitsAmenity | undefined)[], drop: Drop): string[] {
  return keepReadable(
    amenities,
    'amenity',
    drop,
    ({ Description, AmenityType }) => Description ?? AmenityType,
  );
}

function readFees(fees: NonNullable<MitsTerms['Fee']>['ApplicationFee'], drop: Drop): ApplicationFee[] {
  return keepReadable(fees, 'fee', drop, ({ Type: applicant, Amount: amountCents }) => {
    if (amountCents === undefined) return drop('fee', 'unreadable');
    return omitUndefined({ applicant, amountCents });
  });
}

type WirePet = NonNullable<NonNullable<MitsTerms['Policy']>['Pet'][number]>;

/** One policy for each kind of pet; one that names no kind is about all of them. */
function readPets({ Allowed: allowed, Pets: pets }: WirePet, drop: Drop): PetPolicy[] {
  const ofKinds = keepReadable(pets, 'pet_policy', drop, (kind) =>
    omitUndefined({
      allowed,
      petType: kind.PetType,
      count: kind.Count,
      size: kind.Size,
      weight: kind.Weight,
      description: kind.Description,
    }),
  );
  return ofKinds.length > 0 || allowed === undefined ? ofKinds : [{ allowed }];
}

/** Those that are over, and those that say nothing, are left out. */
function readSpecials(concessions: readonly MitsTerms['Concession'][number][], drop: Drop): Special[] {
  return keepReadable(concessions, 'special', drop, (wire) => {
    const { DescriptionHeader: title, DescriptionBody: text, DescriptionFooter: footer, Value: value } = wire;
    if (wire.Active === false || (title ?? text ?? value) === undefined) return undefined;
    return omitUndefined({ title, text, footer, value });
  });
}
