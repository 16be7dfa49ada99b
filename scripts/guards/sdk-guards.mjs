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
];
