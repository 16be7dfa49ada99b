import { readLeadRecords, readNode, readText } from '../wire/readers.js';

/** What an Entrata reply says, whichever of its shapes it came in. */
export interface Envelope {
  readonly ok: boolean;
  /** Entrata's code, from the error or the reply. */
  readonly code: number | undefined;
  readonly message: string | undefined;
  readonly result: unknown;
}

// Entrata's deepest reply has about twelve levels.
const maxDepth = 100;

/**
 * Parses a body; undefined when it is not a JSON object or list (HTML from a CDN, a cut text), or nested deeper than any
 * reply of Entrata's: parsing that may take seconds, and reading it overflow the stack.
 */
export function parseJson(body: string): unknown {
  if (body.length > maxDepth && isTooDeep(body)) return undefined;
  try {
    const value: unknown = JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const [quote, backslash, openList, closeList, openObject, closeObject] = Array.from('"\\[]{}', (character) =>
  character.charCodeAt(0),
);

function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === quote) {
      at = endOfText(json, at);
      if (at < 0) return false;
    } else if (code === openList || code === openObject) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === closeList || code === closeObject) depth -= 1;
  }
  return false;
}

/** Where the text that begins at this quote ends; -1 when it does not. */
function endOfText(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0;
  while (json.charCodeAt(at - 1 - backslashes) === backslash) backslashes += 1;
  return backslashes % 2 === 1;
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
  const isWordsAlone =
    statusCode === undefined && code === undefined && status?.message !== undefined && !('result' in reply);
  if ((statusCode !== undefined && statusCode !== 200) || isWordsAlone)
    return failure(statusCode, status?.message, reply.result);
  if (reply.result === 'error') return failure(code, reply.message, undefined);
  if (code !== undefined && code !== 200) {
    return failure(code, reply.message ?? status?.message ?? recordMessage(reply.result), reply.result);
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
  return Number.isSafeInteger(code) ? code : undefined;
}
