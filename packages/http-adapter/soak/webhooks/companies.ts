import { makeCompany, type SandboxCompany, type SandboxProperty } from 'entrata-sdk/testing';

/** A property that the soak may rename while the sandbox serves it. */
type Renamable = Omit<SandboxProperty, 'name'> & { name: string };

export interface LivingCompany {
  readonly company: SandboxCompany;
  /** Those whose replies can be read. */
  readonly good: readonly Renamable[];
  /** The one whose replies cannot. */
  readonly unreadableId: string;
}

const halfACharacter = '\ud83c';

/**
 * Among good properties one with texts and units that no database takes as they are. The last one is for the sandbox to
 * answer for with what nobody can read.
 */
export function livingCompany(cid: string, size: number): LivingCompany {
  const made = makeCompany({ cid, properties: size });
  const properties = made.properties.map((property, place) =>
    place === 1 ? withBadParts(property) : { ...property },
  );
  return {
    company: { ...made, properties },
    good: properties.slice(0, -1),
    unreadableId: properties.at(-1)?.id ?? '',
  };
}

function withBadParts(property: SandboxProperty): Renamable {
  const [first, ...plans] = property.floorPlans;
  if (first === undefined) throw new Error('a property without floor plans');
  const [unit, ...units] = first.units;
  return {
    ...property,
    description: `\0${halfACharacter}${'<p>&lt;script&gt;'.repeat(20_000)}`,
    phone: '5'.repeat(300),
    yearBuilt: '99999999999999999999',
    floorPlans: [
      {
        ...first,
        name: `${halfACharacter}${'N'.repeat(5_000)}`,
        rentCents: { min: -100, max: Number.MAX_SAFE_INTEGER },
        units: unit === undefined ? units : [{ ...unit, id: '' }, ...units],
      },
      ...plans,
    ],
  };
}
