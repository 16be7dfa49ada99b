import { invalidInput } from '../core/errors.js';

const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const entrataHost = /^(?:https:\/\/)?([^./?#@:]+)\.entrata\.(?:com|global)(?:\/.*)?$/;

/** Whether a text is one DNS label: the only form in which a subdomain may enter a URL. */
export function isDnsLabel(text: string): boolean {
  return dnsLabel.test(text);
}

/** The label out of a label, a host or a URL of Entrata's. Throws `invalid_input` for anything else. */
export function normalizeSubdomain(input: string): string {
  // No text is no label, though "undefined" would be one.
  const text = typeof input === 'string' ? input.trim().toLowerCase() : '';
  const label = entrataHost.exec(text)?.[1] ?? text;
  if (!isDnsLabel(label)) throw invalidInput('subdomain', 'must be one DNS label, such as "demo"');
  return label;
}
