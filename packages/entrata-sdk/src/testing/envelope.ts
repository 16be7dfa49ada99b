import type { SandboxReply } from './exchange.js';
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

/** A good answer: `{"response":{"requestId","code":200,"result"}}`; the request id comes back as a string. */
export function resultReply(requestId: string | undefined, result: unknown, code = 200): SandboxReply {
  return jsonReply(200, { response: { ...echo(requestId), code, result } });
}

/** A refusal; `response.code` is left out, as it often is. */
export function errorReply(requestId: string | undefined, refusal: Refusal, status: number): SandboxReply {
  const error = { code: refusal.code, message: refusal.message };
  return jsonReply(status, { response: { ...echo(requestId), error } });
}

export function jsonReply(status: number, value: unknown): SandboxReply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(value),
    delivery: 'whole',
  };
}

export function htmlReply(status: number, title: string): SandboxReply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    delivery: 'whole',
  };
}

function echo(requestId: string | undefined): { requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}
