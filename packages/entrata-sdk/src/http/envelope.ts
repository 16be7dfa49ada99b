/** What an Entrata reply says, whichever of its shapes it came in. */
export interface Envelope {
  readonly ok: boolean;
  /** Entrata's code, from the error or the reply. */
  readonly code: number | undefined;
  readonly message: string | undefined;
  readonly result: unknown;
}

/** Parses a body; undefined when it is not a JSON object or list (HTML from a CDN, a cut text). */
export function parseJson(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the wrapper of a reply. Success: no error anywhere, and a code that is absent or 200. The
 * `response` wrapper may be missing, codes may be texts, and an error may be an object, a text, a
 * `status` or `result: "error"` with a message beside it.
 */
export function readEnvelope(json: unknown): Envelope {
  const body = asRecord(Array.isArray(json) ? json[0] : json) ?? {};
  const reply = asRecord(body.response) ?? body;
  const code = asCode(reply.code);

  const error = reply.error ?? body.error;
  if (error !== undefined && error !== null && error !== '' && error !== false) {
    const fields = asRecord(error);
    const message = fields ? fields.message : error;
    return failure(asCode(fields?.code) ?? code, message ?? reply.message, reply.result);
  }
  const status = asRecord(reply.status);
  const statusCode = asCode(status?.code);
  if (statusCode !== undefined && statusCode !== 200)
    return failure(statusCode, status?.message, reply.result);
  if (reply.result === 'error') return failure(code, reply.message, undefined);
  if (code !== undefined && code !== 200) {
    return failure(code, reply.message ?? recordMessage(reply.result), reply.result);
  }
  const isWrapped = 'result' in reply || code !== undefined || body.response !== undefined;
  return { ok: true, code, message: asText(reply.message), result: isWrapped ? reply.result : body };
}

function failure(code: number | undefined, message: unknown, result: unknown): Envelope {
  return { ok: false, code, message: asText(message), result };
}

/** The text of a failed record: `result.prospects.prospect[0].message` and its relatives. */
function recordMessage(result: unknown): unknown {
  if (typeof result === 'string') return result;
  const root = asRecord(result);
  const list = first(root?.prospects ?? root?.Prospects);
  const record = asRecord(first(asRecord(list)?.prospect ?? asRecord(list)?.Prospect ?? list));
  return record?.message ?? asRecord(record?.['@attributes'])?.message;
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? // Any object that is no list can be read by key.
      (value as Record<string, unknown>)
    : undefined;
}

function asCode(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined;
  const code = Number(value);
  return Number.isInteger(code) ? code : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
