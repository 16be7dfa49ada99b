import type { SandboxCompany, SandboxProperty } from '../companies/company.js';

/** The two descriptions of a property as Entrata sends them: with HTML entities, lines ended by CR and LF. */
export function propertyProse({ name, city, description }: SandboxProperty, company: SandboxCompany) {
  const lines = [...(description === undefined ? [] : [description]), `Managed by ${company.name}.`];
  return {
    ShortDescription: `${entities(name)} &mdash; apartments in ${entities(city)}`,
    LongDescription: entities(lines.join('\r\n')),
  };
}

function entities(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&#039;');
}
