import { type DemoCity, demoCities } from './city.js';
import type { SandboxCompany, SandboxProperty, SandboxTours } from './company.js';
import { makeProperty } from './make-property.js';

/** What a made-up company is to be like. */
export interface CompanyPlan {
  /**
   * Properties to make, or the properties themselves.
   * @defaultValue 3
   */
  readonly properties?: number | readonly SandboxProperty[];
  /** @defaultValue `9001` */
  readonly cid?: string;
  /** @defaultValue `company-{cid}` */
  readonly subdomain?: string;
  /** @defaultValue `Sandbox Company {cid}` */
  readonly name?: string;
  /**
   * Id of the first made property, the others follow.
   * @defaultValue the cid and four zeros
   */
  readonly firstPropertyId?: number;
  /**
   * Tours of the made properties.
   * @defaultValue half hours from 10:00 to 16:00, Monday to Saturday
   */
  readonly tours?: SandboxTours | 'unsupported';
  /**
   * Zone of the made properties, one of the demo cities'.
   * @defaultValue all six in turn
   */
  readonly timeZone?: string;
}

/**
 * A made-up company with as many properties as a test needs, in the six demo cities in turn.
 *
 * @example
 * ```ts
 * new FakeEntrata({ companies: [makeCompany({ properties: 2_000 })] });
 * ```
 */
export function makeCompany(plan: CompanyPlan = {}): SandboxCompany {
  const { cid = '9001', properties = 3 } = plan;
  const subdomain = plan.subdomain ?? `company-${cid}`;
  return {
    cid,
    name: plan.name ?? `Sandbox Company ${cid}`,
    subdomain,
    properties:
      typeof properties === 'number' ? makeProperties(properties, Number(cid) * 10_000, plan) : properties,
    apiKey: `${subdomain}-sandbox-key`,
    basic: { username: `${subdomain}-api`, password: `${subdomain}-sandbox-password` },
  };
}

function makeProperties(
  count: number,
  defaultFirstId: number,
  plan: CompanyPlan,
): readonly SandboxProperty[] {
  const { firstPropertyId = defaultFirstId, tours, timeZone } = plan;
  const cities = demoCities.filter((city) => timeZone === undefined || city.timeZone === timeZone);
  const [first] = cities;
  if (!first) throw new Error(`No demo city lies in ${timeZone}`);
  const cityAt = (index: number): DemoCity => cities[index % cities.length] ?? first;
  return Array.from({ length: count }, (_, index) => {
    const id = firstPropertyId + index;
    return makeProperty(id, `Sandbox Place ${id}`, cityAt(index), tours === undefined ? {} : { tours });
  });
}
