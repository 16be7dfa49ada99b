import { type DemoCity, demoCities } from './city.js';
import type { SandboxCompany } from './company.js';
import { makeProperty } from './make-property.js';

/** Three made-up companies whose properties lie in six cities and all the zones in between. */
export function demoCompanies(): readonly SandboxCompany[] {
  return [
    company('4101', 'Prairie Lantern Residential', 'demo', [
      makeProperty(700001, 'Lantern Lofts', cityOf('Chicago')),
      makeProperty(700002, 'Prairie Row Apartments', cityOf('Chicago'), { type: 'Student' }),
      makeProperty(700003, 'Mile Marker Flats', cityOf('Denver')),
    ]),
    company('4102', 'Copper Mesa Living', 'coppermesa', [
      makeProperty(700101, 'Saguaro Court', cityOf('Phoenix')),
      makeProperty(700102, 'Arroyo & Vine', cityOf('Los Angeles')),
      makeProperty(700103, 'Front Range Commons', cityOf('Denver')),
    ]),
    company('4103', 'Harbor Pine Communities', 'harborpine', [
      makeProperty(700201, 'Harbor Pine Tower', cityOf('New York')),
      makeProperty(700202, 'Aurora Landing', cityOf('Anchorage')),
      makeProperty(700203, 'Pier Nine Residences', cityOf('New York'), { tours: 'unsupported' }),
    ]),
  ];
}

function company(
  cid: string,
  name: string,
  subdomain: string,
  properties: SandboxCompany['properties'],
): SandboxCompany {
  return {
    cid,
    name,
    subdomain,
    properties,
    apiKey: `${subdomain}-sandbox-key`,
    basic: { username: `${subdomain}-api`, password: `${subdomain}-sandbox-password` },
  };
}

function cityOf(name: string): DemoCity {
  const found = demoCities.find((city) => city.city === name);
  if (!found) throw new Error(`No demo city ${name}`);
  return found;
}
