import { AdapterError, isAdapterError } from '../core/adapter-error.js';
import type { AdapterRequest } from './request-response.js';

export type Fields = Readonly<Record<string, unknown>>;

function fromEntries(entries: Iterable<[string, unknown]>): Fields {
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of entries) {
    if (name in fields)
      throw new AdapterError('invalid_request', 'A field was sent twice', { field: name.slice(0, 64) });
    fields[name] = value;
  }
  return fields;
}

/** The query's parameters; a repeated one is refused. */
export function readQuery({ rawQuery }: Pick<AdapterRequest, 'rawQuery'>): Fields {
  return fromEntries(new URLSearchParams(rawQuery));
}

/** The body's fields: JSON object, urlencoded form or multipart form. An empty body has none. */
export async function readBody(request: AdapterRequest): Promise<Fields> {
  if (request.parsedBody !== undefined) {
    if (isObject(request.parsedBody)) return request.parsedBody;
    throw new AdapterError('invalid_request', 'The body must be an object');
  }
  const bytes = await request.body();
  if (bytes.byteLength === 0) return {};
  const contentType = request.headers['content-type'] ?? '';
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return parseJson(bytes);
  if (mediaType === 'application/x-www-form-urlencoded') {
    return fromEntries(new URLSearchParams(new TextDecoder().decode(bytes)));
  }
  if (mediaType === 'multipart/form-data') return parseMultipart(bytes, contentType);
  throw new AdapterError('unsupported_media_type');
}

function parseJson(bytes: Uint8Array): Fields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AdapterError('invalid_request', 'The body is not JSON');
  }
  if (!isObject(value)) throw new AdapterError('invalid_request', 'The body must be a JSON object');
  return value;
}

async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<Fields> {
  try {
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    return fromEntries([...form.entries()].filter(([, value]) => typeof value === 'string'));
  } catch (error) {
    if (isAdapterError(error)) throw error;
    throw new AdapterError('invalid_request', 'The form cannot be read');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
