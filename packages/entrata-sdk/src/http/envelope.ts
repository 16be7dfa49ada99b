import { readLeadRecords, readNode, readText } from '../operations/wire-readers.js';

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
  const body = readNode(json) ?? {};
  const reply = readNode(body.response) ?? body;
  const code = readCode(reply.code);

  const given = reply.error ?? body.error;
  const error = readNode(given);
  const errorText = given === false ? undefined : readText(error ? error.message : given);
  if (error || errorText !== undefined) {
    return failure(readCode(error?.code) ?? code, errorText ?? reply.message, reply.result);
  }
  const status = readNode(reply.status);
  const statusCode = readCode(status?.code);
  if (statusCode !== undefined && statusCode !== 200)
    return failure(statusCode, status?.message, reply.result);
  if (reply.result === 'error') return failure(code, reply.message, undefined);
  if (code !== undefined && code !== 200) {
    return failure(code, reply.message ?? recordMessage(reply.result), reply.result);
  }
  const isBare = !('result' in reply) && code === undefined && body.response === undefined && readNode(body);
  return { ok: true, code, message: readText(reply.message), result: isBare ? body : reply.result };
}

function failure(code: number | undefined, message: unknown, result: unknown): Envelope {
  return { ok: false, code, message: readText(message), result };
}

/** The text of a failed record: `result.prospects.prospect[0].message` and its relatives. */
function recordMessage(result: unknown): unknown {
  if (typeof result === 'string') return result;
  const root = readNode(result);
  const records = readLeadRecords(root?.prospects ?? root?.Prospects);
  return records.find((record) => record.message !== undefined)?.message;
}

function readCode(value: unknown): number | undefined {
  const code = Number(readText(value) ?? Number.NaN);
  return Number.isInteger(code) ? code : undefined;
}
