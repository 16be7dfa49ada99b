import { Refusal } from '../protocol/refusal.js';
import { checkProperty } from './check-companies.js';
import type { SandboxCompany, SandboxProperty } from './company.js';
import { given } from './make-property.js';

/** Companies and their properties, as they are now. */
export class Directory {
  readonly companies: readonly SandboxCompany[];
  readonly #records = new Map<string, CompanyRecord>();

  /** Throws when two companies share a subdomain. */
  constructor(companies: readonly SandboxCompany[]) {
    this.companies = companies.map((given) => {
      const properties = [...given.properties];
      const company = { ...given, properties };
      if (this.#records.has(company.subdomain))
        throw new Error(`Two companies have the subdomain ${company.subdomain}`);
      this.#records.set(company.subdomain, {
        company,
        given: given.properties,
        properties,
        places: undefined,
      });
      return company;
    });
  }

  /** Some of the companies, for messages. */
  get subdomains(): string {
    return listSome(this.companies.map(({ subdomain }) => subdomain));
  }

  /** Gives every company the properties that it began with. */
  restore(): void {
    for (const record of this.#records.values()) {
      record.properties.splice(0, record.properties.length, ...record.given);
      record.places = undefined;
    }
  }

  bySubdomain(subdomain: string): SandboxCompany | undefined {
    return this.#records.get(subdomain)?.company;
  }

  /** The company that a test names; a typo fails the test. */
  require(name: { readonly subdomain?: string; readonly cid?: string }): SandboxCompany {
    const found =
      name.subdomain === undefined
        ? this.companies.find((company) => company.cid === name.cid)
        : this.bySubdomain(name.subdomain);
    if (!found) {
      throw new Error(
        `The sandbox has no company ${name.subdomain ?? name.cid ?? '(not named)'}, but ${this.subdomains}`,
      );
    }
    return found;
  }

  /** A property of this company, or Entrata's refusal. */
  property(company: SandboxCompany, id: string): SandboxProperty {
    if (id === '') throw new Refusal(400, 'Property Id is required.');
    const property = this.#find(company.subdomain, id)?.property;
    if (!property) throw new Refusal(311, `The application has no permission for property ${id}.`, 403);
    return property;
  }

  /** Gives a property other data from now on. Throws when there is no such property, or it could not be one. */
  change(subdomain: string, id: string, changes: Partial<SandboxProperty>): void {
    const { record, property, place } = this.#require(subdomain, id);
    record.properties[place] = checkProperty({ ...property, ...given(changes), id });
  }

  /** Takes a property out. Throws when there is no such property. */
  remove(subdomain: string, id: string): void {
    const { record, place } = this.#require(subdomain, id);
    record.properties.splice(place, 1);
    record.places = undefined;
  }

  #require(subdomain: string, id: string) {
    const { properties } = this.require({ subdomain });
    const found = this.#find(subdomain, id);
    if (found) return found;
    const ids = listSome(properties.map((property) => property.id));
    throw new Error(`The sandbox has no property ${id} of ${subdomain}, but ${ids}`);
  }

  #find(subdomain: string, id: string) {
    const record = this.#records.get(subdomain);
    if (!record) return undefined;
    record.places ??= new Map(record.properties.map((property, place) => [property.id, place]));
    const place = record.places.get(id);
    const property = place === undefined ? undefined : record.properties[place];
    return place === undefined || !property ? undefined : { record, property, place };
  }
}

/** A few of them, for a message. */
function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown || 'none';
}

interface CompanyRecord {
  readonly company: SandboxCompany;
  readonly given: readonly SandboxProperty[];
  /** The same array as `company.properties`, which callers may only read. */
  readonly properties: SandboxProperty[];
  /** Where each id stands in `properties`; made when first asked for. */
  places: ReadonlyMap<string, number> | undefined;
}
