const src = 'packages/entrata-sdk/src';
const test = 'packages/entrata-sdk/test';

/** Each is named by what it keeps from happening. */
export const guards = [
  {
    name: 'a caller that overtakes those who wait for the quota',
    file: `${src}/quota/bucket.ts`,
    cuts: [['this.#waiting.size > 0 || ']],
    tests: [`${test}/quota/quota.test.ts`],
  },
  {
    name: 'calls in flight forgotten by a reply that reports what was left before them',
    file: `${src}/quota/bucket.ts`,
    cuts: [['remaining: remaining - this.#inFlight,', 'remaining,']],
    tests: [`${test}/quota/quota.test.ts`],
  },
  {
    name: 'a limit that is told inside HTTP 200 not holding other calls back',
    file: `${src}/call/send-call.ts`,
    cuts: [
      [
        'quota.release(reply, reply !== undefined && isRateLimit(reply.status, json));',
        'quota.release(reply, reply?.status === 429);',
      ],
    ],
    tests: [`${test}/quota/senseless-limits.test.ts`],
  },
  {
    name: 'an instant from a senseless header that stops calls for a year',
    file: `${src}/quota/retry-after.ts`,
    cuts: [
      ['return Math.min(asked, Math.max(...exhausted.map((window) => window.lengthMs)));', 'return asked;'],
    ],
    tests: [`${test}/quota/senseless-limits.test.ts`, `${test}/quota/rate-limit-headers.test.ts`],
  },
  {
    name: 'a lead sent again that may have arrived',
    file: `${src}/call/retry.ts`,
    cuts: [["return safety === 'read' || error.outcome === 'not_sent';", 'return true;']],
    tests: [`${test}/call/transport.test.ts`],
  },
  {
    name: 'an attempt that begins after the deadline',
    file: `${src}/call/send-call.ts`,
    cuts: [[' || delayMs >= this.#left()']],
    tests: [`${test}/call/transport.test.ts`],
  },
  {
    name: 'an attempt begun after close()',
    file: `${src}/call/send-call.ts`,
    cuts: [['if (this.#open.isClosing) throw this.#closed(undefined);']],
    tests: [`${test}/call/close.test.ts`],
  },
  {
    name: 'a refusal of the caller that passes for an empty list',
    file: `${src}/call/judge-reply.ts`,
    cuts: [['code !== toursNotSupported && code < 500 && ']],
    tests: [`${test}/call/nothing-found.test.ts`],
  },
  {
    name: 'words about anything else that prove that there is no such lead',
    file: `${src}/leads/read-leads.ts`,
    cuts: [['return saysNoLeads(result);', 'return true;']],
    tests: [`${test}/leads/look-up.test.ts`],
  },
  {
    name: 'a part of one property, refused, that costs all of them their listings',
    file: `${src}/properties/get-listings.ts`,
    cuts: [['if (!isRefusalOfThis(error)) throw error;', 'throw error;']],
    tests: [`${test}/properties/refusals.test.ts`],
  },
  {
    name: 'a name in an old encoding that spoils the others',
    file: `${src}/http/decode-body.ts`,
    cuts: [["return text.includes('\\ufffd') ? run : text;", 'return run;']],
    tests: [`${test}/http/encodings.test.ts`],
  },
  {
    name: 'a reply silent about availability that unsays what the other said',
    file: `${src}/properties/pricing.ts`,
    cuts: [['availability === undefined ? undefined : ']],
    tests: [`${test}/properties/unit-ids.test.ts`],
  },
];
