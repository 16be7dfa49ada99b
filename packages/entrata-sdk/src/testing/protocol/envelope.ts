import type { SandboxReply } from './exchange.js';
import type { LazyList } from './lazy-list.js';
import { bendResult, type Quirks } from './quirks.js';
import type { Refusal } from './refusal.js';
import { objectOf, textOf, type WireObject } from './wire-value.js';

/** What a request's body asks for. */
export interface Envelope {
  readonly auth: WireObject;
  readonly requestId: string | undefined;
  readonly method: string;
  readonly version: string;
  readonly params: WireObject;
}

/** Reads the bare object that clients send, and the array of one that Entrata's specification shows. */
export function readEnvelope(body: unknown): Envelope {
  const envelope = objectOf(Array.isArray(body) ? body[0] : body);
  const method = objectOf(envelope.method);
  const requestId = textOf(envelope.requestId);
  return {
    auth: objectOf(envelope.auth),
    requestId: requestId === '' ? undefined : requestId,
    method: textOf(method.name),
    version: textOf(method.version) || 'r1',
    params: objectOf(Array.isArray(method.params) ? method.params[0] : method.params),
  };
}

/** What goes into a good answer. */
export interface Result {
  readonly result: unknown;
  readonly code?: number;
  /** The list inside `result` that is rendered while it is written. */
  readonly lazy?: LazyList;
}

/** A good answer: `{"response":{"requestId","code":200,"result"}}`; the request id comes back as a string. */
export function resultReply(
  requestId: string | undefined,
  { result, code = 200, lazy }: Result,
  quirks: Quirks,
): SandboxReply {
  const shown = quirks.failuresUnder200 ? 200 : code;
  const coded = quirks.code === 'absent' ? {} : { code: quirks.code === 'text' ? String(shown) : shown };
  const inner = { ...echo(requestId, quirks), ...coded, result: lazy ? result : bendResult(result, quirks) };
  const value = quirks.unwrapped ? inner : { response: inner };
  // The same three bytes whatever the encoding of what follows.
  const mark = quirks.latin1 === undefined ? '\uFEFF' : '\u00EF\u00BB\u00BF';
  const bom = quirks.byteOrderMark ? mark : '';
  const reply = jsonReply(200, lazy ? lazy.jsonOf(value) : bom + JSON.stringify(value));
  return quirks.latin1 === undefined ? reply : inLatin1(reply, quirks.latin1 === 'said');
}

/** A refusal. The gateway repeats the status as `response.code`; the other surfaces often leave it out. */
export function errorReply(
  requestId: string | undefined,
  refusal: Refusal,
  status: number,
  quirks: Quirks = {},
): SandboxReply {
  const written = (code: number) => (quirks.code === 'text' ? String(code) : code);
  const code = status === 200 ? {} : { code: written(status) };
  const coded = refusal.code === undefined ? {} : { code: written(refusal.code) };
  const inner = {
    ...echo(requestId, quirks),
    ...shaped(code, { ...coded, message: refusal.message }, quirks),
  };
  return jsonReply(status, JSON.stringify(quirks.unwrapped ? inner : { response: inner }));
}

function shaped(code: object, error: object, quirks: Quirks): object {
  if (quirks.flatErrors) return { ...error, result: 'error' };
  return quirks.statusErrors ? { ...code, status: error } : { ...code, error };
}

/** A page, as the CDN in front of Entrata sends one. */
export function htmlReply(status: number, title: string, hint = ''): SandboxReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>${hint && `<p>${hint}</p>`}</body></html>`,
    delivery: 'whole',
  };
}

function inLatin1(reply: SandboxReply, isSaid: boolean): SandboxReply {
  const said = { 'content-type': 'application/json; charset=ISO-8859-1' };
  return { ...reply, encoding: 'latin1', headers: { ...reply.headers, ...(isSaid ? said : {}) } };
}

function jsonReply(status: number, body: SandboxReply['body']): SandboxReply {
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body, delivery: 'whole' };
}

function echo(requestId: string | undefined, quirks: Quirks): { requestId?: string | number } {
  if (requestId === undefined) return {};
  return { requestId: quirks.numericRequestId && /^\d+$/.test(requestId) ? Number(requestId) : requestId };
}
