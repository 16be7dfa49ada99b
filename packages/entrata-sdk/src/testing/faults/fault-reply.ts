import { setTimeout as wait } from 'node:timers/promises';
import { type Envelope, errorReply, htmlReply } from '../protocol/envelope.js';
import { type SandboxReply, wholeBody } from '../protocol/exchange.js';
import { Refusal } from '../protocol/refusal.js';
import type { Fault } from './fault.js';

/** A reply, and the error code in it. */
export interface Answer {
  readonly reply: SandboxReply;
  readonly errorCode?: number | undefined;
}

/** The answer of a fault that keeps the request from being acted on. */
export function answerInstead(fault: Fault, envelope: Envelope): Answer | undefined {
  switch (fault.kind) {
    case 'reset':
      return { reply: { ...htmlReply(502, 'Reset'), delivery: 'reset' } };
    case 'html':
      return { reply: htmlReply(fault.status ?? 503, 'Service Temporarily Unavailable') };
    case 'redirect': {
      const reply = htmlReply(fault.status ?? 302, 'Moved');
      return { reply: { ...reply, headers: { ...reply.headers, location: fault.location } } };
    }
    case 'endless_body': {
      const headers = { 'content-type': 'application/json; charset=UTF-8' };
      return { reply: { status: 200, headers, body: endlessJson(), delivery: 'whole' } };
    }
    case 'error':
      return refusedWith(new Refusal(fault.code, fault.message), 200, envelope);
    case 'status': {
      const refused = refusedWith(new Refusal(fault.status, `HTTP ${fault.status}`), fault.status, envelope);
      const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      const { reply } = refused;
      const headers = { ...reply.headers, ...retryAfter };
      return { ...refused, reply: { ...reply, headers, body: fault.body ?? reply.body } };
    }
    default:
      return undefined;
  }
}

/** The reply to a request that was acted on, as the fault leaves it. */
export function spoilReply(fault: Fault, reply: SandboxReply, closing?: AbortSignal): SandboxReply {
  if (fault.kind === 'lose_reply') return { ...reply, delivery: 'lost' };
  if (fault.kind === 'slow_body') return { ...reply, body: slowly(reply.body, fault.ms, closing) };
  if (fault.kind !== 'cut_body') return reply;
  return { ...reply, delivery: 'cut', ...(fault.bytes === undefined ? {} : { cutAfterBytes: fault.bytes }) };
}

function refusedWith(refusal: Refusal, status: number, envelope: Envelope): Answer {
  return { reply: errorReply(envelope.requestId, refusal, status), errorCode: refusal.code };
}

async function* slowly(
  body: SandboxReply['body'],
  ms: number,
  closing: AbortSignal | undefined,
): AsyncIterable<string> {
  const text = await wholeBody(body);
  const half = Math.floor(text.length / 2);
  yield text.slice(0, half);
  await wait(ms, undefined, closing ? { signal: closing } : {});
  yield text.slice(half);
}

function* endlessJson(): Iterable<string> {
  yield '{"response":{"code":200,"result":{"PhysicalProperty":{"Property":[{}';
  const part = ',{}'.repeat(5_000);
  while (true) yield part;
}
