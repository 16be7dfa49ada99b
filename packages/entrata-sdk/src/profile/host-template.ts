import { invalidInput } from '../core/errors.js';

/** What else than `https://….entrata.com` may be called. */
export interface HostPolicy {
  readonly allowGlobalHosts?: boolean | undefined;
  readonly allowInsecureLoopback?: boolean | undefined;
  /** Exact names of further hosts. */
  readonly extraHosts?: ReadonlySet<string>;
}

const placeholder = '{subdomain}';
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Returns the template without a trailing slash, or throws `invalid_input`: credentials go nowhere else. */
export function checkHostTemplate(field: string, template: string, policy: HostPolicy): string {
  let url: URL;
  try {
    url = new URL(template.replaceAll(placeholder, 'label'));
  } catch {
    throw invalidInput(field, 'must be an absolute URL');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw invalidInput(field, 'must have no user, query or fragment');
  }
  const isLoopback = policy.allowInsecureLoopback === true && loopback.has(url.hostname);
  const isEntrata =
    url.hostname.endsWith('.entrata.com') ||
    (policy.allowGlobalHosts === true && url.hostname.endsWith('.entrata.global'));
  // A subdomain comes from outside: it chooses among Entrata's hosts, and among no others.
  const isExtra =
    policy.extraHosts?.has(url.hostname) === true &&
    new URL(template.replaceAll(placeholder, 'other')).hostname === url.hostname;
  if (!isLoopback && !isEntrata && !isExtra)
    throw invalidInput(field, 'must be a host under entrata.com, or one of extraHosts');
  if (!isLoopback && (url.protocol !== 'https:' || url.port !== '')) {
    throw invalidInput(field, 'must be https on the usual port');
  }
  if (isLoopback && url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalidInput(field, 'must be http or https');
  }
  return template.replace(/\/+$/, '');
}

/** Returns the path, or throws `invalid_input`. */
export function checkPath(field: string, path: string): string {
  // The pattern alone would take a list, which it makes a text.
  if (typeof path === 'string' && /^(?:\/[\w-]+)*$/.test(path)) return path;
  throw invalidInput(field, 'must be a path such as /api/v1');
}

/** Puts a checked label into a checked template. */
export function fillHost(template: string, subdomain: string): string {
  return template.replaceAll(placeholder, subdomain);
}
