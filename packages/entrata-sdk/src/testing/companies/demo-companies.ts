import { type DemoCity, demoCities } from './city.js';
import type { SandboxCompany } from './company.js';
import { makeCompany } from './make-company.js';
import { makeProperty } from './make-property.js';

/**
 * Three made-up companies whose properties lie in six cities and all the zones in between.
 *
 * @example
 * ```ts
 * const companies = [...demoCompanies(), makeCompany({ cid: '4999', subdomain: 'fourth', properties: 3 })];
 * const sandbox = new FakeEntrata({ companies });
 * ```
 */
export function demoCompanies(): readonly SandboxCompany[] {
  return [
    makeCompany({
      cid: '4101',
      name: 'Prairie Lantern Residential',
      subdomain: 'demo',
      properties: [
        makeProperty(700001, 'Lantern Lofts', cityOf('Chicago'), { featured: true }),
        makeProperty(700002, 'Prairie Row Apartments', cityOf('Chicago'), { type: 'Student' }),
        makeProperty(700003, 'Mile Marker Flats', cityOf('Denver')),
      ],
    }),
    makeCompany({
      cid: '4102',
      name: 'Copper Mesa Living',
      subdomain: 'coppermesa',
      properties: [
        makeProperty(700101, 'Saguaro Court', cityOf('Phoenix')),
        makeProperty(700102, 'Arroyo & Vine', cityOf('Los Angeles')),
        makeProperty(700103, 'Front Range Commons', cityOf('Denver')),
      ],
    }),
    makeCompany({
      cid: '4103',
      name: 'Harbor Pine Communities',
      subdomain: 'harborpine',
      properties: [
        makeProperty(700201, 'Harbor Pine Tower', cityOf('New York')),
        makeProperty(700202, 'Aurora Landing', cityOf('Anchorage')),
        makeProperty(700203, 'Pier Nine Residences', cityOf('New York'), { tours: 'unsupported' }),
      ],
    }),
  ];
}

function cityOf(name: string): DemoCity {
  const found = demoCities.find((city) => city.city === name);
  if (!found) throw new Error(`No demo city ${name}`);
  return found;
}
