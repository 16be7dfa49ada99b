import { EntrataError } from '../core/errors.js';
import type { HttpFailure, HttpReply } from '../http/transport.js';
import type { CheckedWire } from '../profile/check-profile.js';
import { kindOf, toursNotSupported } from '../profile/reply-kind.js';
import { readRetryAfter } from '../quota/retry-after.js';
import { noRecords, saysEmptyList, saysNothingFound } from '../wire/words.js';
import { readEnvelope } from './envelope.js';
import { maskMessage } from './mask-message.js';

/** The call that is judged. */
interface JudgedCall {
  readonly method: string;
  readonly requestId: string | undefined;
  readonly secrets: readonly string[];
  /** See `WireRequest`. */
  readonly readsList?: boolean | undefined;
}

/** The error for a request that got no reply. */
export function failureError(failure: HttpFailure, { method, requestId }: JudgedCall): EntrataError {
  const outcome = failure.sent ? 'unknown' : 'not_sent';
  const details = { outcome, method, requestId, cause: failure } as const;
  switch (failure.kind) {
    case 'timeout':
      return new EntrataError('timeout', `${method}: Entrata did not answer in time`, details);
    case 'aborted':
      return new EntrataError('aborted', `${method} was aborted by the caller`, details);
    case 'too_large':
      return new EntrataError('bad_response', `${method}: the reply is longer than maxBodyBytes`, details);
    case 'network':
      return new EntrataError('network', `${method}: the connection to Entrata failed`, details);
  }
}

/** What the profile says about codes and words. */
type JudgingWire = Pick<CheckedWire, 'reauthorizeCodes' | 'saysNothing'>;

/** A reply that is no error. */
export interface Judgement {
  /** The reply's result; where Entrata's words say that there is nothing, words that every reader knows. */
  readonly result: unknown;
  /** Entrata's words, when they say that there is nothing. */
  readonly words: string | undefined;
}

/**
 * What a good reply says, or an error whose words say that a list is empty; throws for any other. HTTP is judged first and
 * then the body, since the legacy host answers HTTP 200 to everything.
 * `json` is the parsed body, undefined when it is no JSON.
 */
export function judgeReply(
  reply: HttpReply,
  json: unknown,
  call: JudgedCall,
  { now, wire }: { readonly now: number; readonly wire: JudgingWire },
): Judgement {
  const { status } = reply;
  const { method, requestId } = call;
  const base = { method, requestId, httpStatus: status };
  if (status >= 300 && status < 400) {
    throw new EntrataError(
      'bad_response',
      `${method}: Entrata's host answered with a redirect, which is not followed`,
      {
        ...base,
        outcome: 'unknown',
      },
    );
  }
  const envelope = json === undefined ? undefined : readEnvelope(json);
  if (status >= 200 && status < 300) {
    if (!envelope) {
      throw new EntrataError('bad_response', `${method}: Entrata's reply is not JSON`, {
        ...base,
        outcome: 'unknown',
      });
    }
    if (envelope.ok) return judgeResult(envelope.result, call, wire);
  }
  const entrataCode = envelope && !envelope.ok ? envelope.code : undefined;
  const message = envelope && !envelope.ok ? envelope.message : undefined;
  const kind = kindOf(status, entrataCode, wire.reauthorizeCodes);
  if (call.readsList && kind.code === 'rejected') {
    if (wire.saysNothing(entrataCode, message)) return { result: noRecords, words: message ?? '' };
    if (saysNothingThere(entrataCode, message)) return { result: message, words: message };
  }
  throw new EntrataError(kind.code, `${method}: ${kind.says}`, {
    ...base,
    outcome: kind.outcome,
    entrataCode,
    entrataMessage: maskMessage(message, call.secrets),
    retryAfterMs:
      kind.code === 'rate_limited' || kind.code === 'unavailable'
        ? readRetryAfter(reply.headers, now)
        : undefined,
    reauthorize: kind.reauthorize,
  });
}

function judgeResult(result: unknown, { readsList }: JudgedCall, { saysNothing }: JudgingWire): Judgement {
  if (!readsList || typeof result !== 'string' || result === '') return { result, words: undefined };
  if (saysNothing(undefined, result)) return { result: noRecords, words: result };
  return { result, words: saysNothingFound(result) ? result : undefined };
}

/**
 * Whether an error is Entrata's way to say that a list is empty: working clients read it so. Codes that refuse the caller
 * have errors of other kinds, but for 314 and those above 500.
 */
function saysNothingThere(code = 0, message = ''): boolean {
  return code !== toursNotSupported && code < 500 && saysEmptyList(message);
}

/** Whether a reply says that the limit is reached: by its status, or in a body under HTTP 200. */
export function isRateLimit(status: number, json: unknown): boolean {
  if (status === 429) return true;
  const envelope = json === undefined ? undefined : readEnvelope(json);
  return envelope?.ok === false && envelope.code === 429;
}
