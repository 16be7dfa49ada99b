import type { SandboxCompany, SandboxProperty } from './company.js';
import { Refusal } from './refusal.js';

/** Finds companies and properties. */
export class Directory {
  readonly companies: readonly SandboxCompany[];
  readonly #bySubdomain: ReadonlyMap<string, SandboxCompany>;
  readonly #properties = new Map<SandboxCompany, ReadonlyMap<string, SandboxProperty>>();

  constructor(companies: readonly SandboxCompany[]) {
    this.companies = companies;
    this.#bySubdomain = new Map(companies.map((company) => [company.subdomain, company]));
  }

  bySubdomain(subdomain: string): SandboxCompany | undefined {
    return this.#bySubdomain.get(subdomain.toLowerCase());
  }

  /** The company that a test names; a typo fails the test. */
  require(name: { readonly subdomain?: string; readonly cid?: string }): SandboxCompany {
    const found =
      name.subdomain === undefined
        ? this.companies.find((company) => company.cid === name.cid)
        : this.bySubdomain(name.subdomain);
    if (!found) throw new Error(`The sandbox has no company ${name.subdomain ?? name.cid ?? '(not named)'}`);
    return found;
  }

  /** A property of this company, or Entrata's refusal. */
  property(company: SandboxCompany, id: string): SandboxProperty {
    if (id === '') throw new Refusal(400, 'Property Id is required.');
    let known = this.#properties.get(company);
    if (!known) {
      known = new Map(company.properties.map((property) => [property.id, property]));
      this.#properties.set(company, known);
    }
    const property = known.get(id);
    if (!property) throw new Refusal(311, `The application has no permission for property ${id}.`, 403);
    return property;
  }
}
