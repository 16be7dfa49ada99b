import { type AdapterError, toAdapterError } from '../core/adapter-error.js';
import { readBody } from '../http/fields.js';
import type { AdapterRequest } from '../http/request-response.js';

/** The parameters of a webhook as one query, and why its body cannot be read, where it cannot. */
export interface PostedQuery {
  readonly rawQuery: string;
  readonly refusal?: AdapterError;
}

/**
 * The query of the URL; of a POST, what its body holds after it. Never rejects: a webhook whose body cannot be read is
 * logged like any other.
 */
export async function postedQuery(request: AdapterRequest): Promise<PostedQuery> {
  const { method, rawQuery } = request;
  if (method !== 'POST') return { rawQuery };
  try {
    const posted = await bodyAsQuery(request);
    return { rawQuery: [rawQuery, posted].filter((part) => part !== '').join('&') };
  } catch (error) {
    return { rawQuery, refusal: toAdapterError(error) };
  }
}

async function bodyAsQuery(request: AdapterRequest): Promise<string> {
  const mediaType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const isForm = mediaType === undefined || mediaType === 'application/x-www-form-urlencoded';
  // A form is a query already; byte for byte, since the code in it may be escaped in several ways.
  if (isForm && request.parsedBody === undefined) return new TextDecoder().decode(await request.body());
  return Object.entries(await readBody(request))
    .flatMap(([name, value]) => [value].flat().flatMap((each) => pair(name, each)))
    .join('&');
}

function pair(name: string, value: unknown): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  return [`${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(String(value)))}`];
}

/** Half a character cannot be escaped. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');
