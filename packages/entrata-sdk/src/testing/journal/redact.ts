import { objectOf } from '../protocol/wire-value.js';
import { Hidden } from './hidden.js';

const secretAuthFields = ['code', 'client_secret', 'password'];
const keptHeaders = ['content-type', 'accept', 'user-agent'];
const secretHeaders = ['authorization', 'x-api-key'];

/** The body with what is secret in `auth` made unprintable. */
export function redactBody(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(redactBody);
  const auth = objectOf(objectOf(body).auth);
  const secrets = secretAuthFields.filter((field) => auth[field] !== undefined);
  if (secrets.length === 0) return body;
  const hidden = Object.fromEntries(secrets.map((field) => [field, new Hidden(String(auth[field]))]));
  return { ...objectOf(body), auth: { ...auth, ...hidden } };
}

/** The headers that say something about a client, credentials made unprintable. */
export function redactHeaders(
  headers: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of keptHeaders) if (headers[name] !== undefined) kept[name] = headers[name];
  for (const name of secretHeaders) {
    const value = headers[name];
    if (value !== undefined) kept[name] = new Hidden(value);
  }
  return kept;
}
