import type { HttpReply, HttpTransport } from '../http/transport.js';
import { HttpFailure } from '../http/transport.js';
import type { IsRead } from './compare.js';
import { Session, type SessionOptions, type StepRun } from './session.js';
import { isRecord, withoutKey } from './shape.js';
import { madeUpAuth } from './steps.js';
import type { Exchange } from './watch.js';

// A reply with more keys that nobody published is not Entrata's.
const mostKeys = 200;

/**
 * Makes the test of whether what this package reads depends on a key of one of a step's replies: the step is repeated on the
 * replies that came, without the key. Nothing is sent.
 */
export function readTester(options: SessionOptions, run: StepRun, exchange: Exchange): IsRead {
  const clock = frozenClock();
  const repeat = (change: (result: unknown) => unknown) =>
    repeatStep(options, run, { exchange, change, clock });
  let asked = 0;
  let whole: Promise<string> | undefined;
  return async (path) => {
    asked += 1;
    if (asked > mostKeys) return false;
    whole ??= repeat((result) => result);
    // Of a reply that cannot be read nothing is.
    if ((await whole).startsWith(failed)) return false;
    return (await repeat((result) => withoutKey(result, path.split('.')))) !== (await whole);
  };
}

/** No JSON begins so. */
const failed = 'failed:';

interface Repetition {
  /** Which of the replies is changed, and how. */
  readonly exchange: Exchange;
  readonly change: (result: unknown) => unknown;
  readonly clock: NonNullable<SessionOptions['entrata']['clock']>;
}

async function repeatStep(
  options: SessionOptions,
  { step, exchanges, before }: StepRun,
  { exchange, change, clock }: Repetition,
): Promise<string> {
  let at = -1;
  const http: HttpTransport = {
    async send() {
      at += 1;
      const sent = exchanges[at];
      if (sent?.reply === undefined) throw new HttpFailure('network', false);
      return sent === exchange && !exchange.isReshaped ? withResult(sent, change) : bare(sent.reply);
    },
    close: async () => {},
  };
  const reshape = (result: unknown) => (exchanges[at] === exchange ? change(result) : result);
  const { onEvent, onWire, ...entrata } = options.entrata;
  // Nobody looks at it here, and a function that gives one may ask elsewhere.
  const auth = madeUpAuth(options.auth);
  const session = new Session({
    ...options,
    auth,
    entrata: { ...entrata, http, clock },
    found: before,
    reshape,
  });
  try {
    const { result, error } = await session.run(step);
    return result === undefined ? `${failed} ${error}` : JSON.stringify([result.output, result.whole]);
  } finally {
    await session.close();
  }
}

function withResult({ reply, json, result }: Exchange, change: (result: unknown) => unknown): HttpReply {
  const changed = change(result);
  const body = isRecord(json) ? json : {};
  const whole = isRecord(body.response)
    ? { ...body, response: { ...body.response, result: changed } }
    : 'result' in body
      ? { ...body, result: changed }
      : changed;
  return { ...bare(reply), body: JSON.stringify(whole) };
}

/** Without what a reply says of limits: nothing waits for them here. */
function bare({ status = 200, headers = {}, body = '' }: Partial<HttpReply> = {}): HttpReply {
  const { 'x-total-count': total } = headers;
  return { status, headers: total === undefined ? {} : { 'x-total-count': total }, body };
}

function frozenClock() {
  const now = Date.now();
  return { now: () => now, elapsedMs: () => now, sleep: async () => {} };
}
