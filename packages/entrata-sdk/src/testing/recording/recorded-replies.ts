import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../protocol/envelope.js';
import type { SandboxReply } from '../protocol/exchange.js';
import { objectOf, type WireObject } from '../protocol/wire-value.js';
import { readDay } from '../tours/wall-clock.js';
import { type RecordedExchange, type RecordingSummary, summaryFile } from './recording.js';

const dayMs = 86_400_000;

/** The replies of a recording, found by what a request asks for. */
export class RecordedReplies {
  readonly summary: RecordingSummary;
  readonly #exchanges: readonly RecordedExchange[];

  /** Reads them from a folder. Throws a `TypeError`, naming it, when it holds no recording. */
  constructor(folder: string) {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    try {
      const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
      // Written by this package; that they are of this form is all that is checked.
      this.summary = read(summaryFile) as RecordingSummary;
      const names = files.filter((file) => file !== summaryFile).sort();
      this.#exchanges = names.map((file) => read(file) as RecordedExchange);
    } catch (cause) {
      throw new TypeError(`${folder} holds no recording of \`entrata probe --record\``, { cause });
    }
    if (this.summary.formatVersion !== 1)
      throw new TypeError(`${folder}: this recording is of another version`);
  }

  /**
   * The reply to a call that was asked in the same way; of several that differ in days alone the one whose days were as far
   * from the day of the recording as these are from today. Undefined when nothing like it was asked.
   */
  find(envelope: Envelope, nowMs: number): SandboxReply | undefined {
    const wanted = plainParams(envelope.params);
    const asked = daysAhead(envelope.params, nowMs);
    const recordedAt = Date.parse(this.summary.recordedOn);
    const distance = ({ params }: RecordedExchange) => Math.abs(daysAhead(params, recordedAt) - asked);
    const [nearest] = this.#exchanges
      .filter(
        ({ method, version = 'r1', params, isStranger }) =>
          !isStranger &&
          method === envelope.method &&
          version === envelope.version &&
          plainParams(params) === wanted,
      )
      .sort((a, b) => distance(a) - distance(b));
    return nearest && replyOf(nearest, envelope);
  }

  /** The refusal of a credential that is none, where one was recorded. */
  refusal(envelope: Envelope): SandboxReply | undefined {
    const refused = this.#exchanges.find(({ isStranger }) => isStranger);
    return refused && replyOf(refused, envelope);
  }
}

/** What is asked for, without days and without the trees of leads. */
function plainParams(params: WireObject): string {
  const plain = Object.entries(params).filter(
    ([, value]) => typeof value !== 'object' && readDay(String(value)) === undefined,
  );
  return JSON.stringify(plain.map(([name, value]) => [name, String(value)]).sort());
}

/** How far the first day that is asked for lies ahead; 0 when none is. */
function daysAhead(params: WireObject, nowMs: number): number {
  const days = Object.values(params).flatMap((value) => readDay(String(value)) ?? []);
  const [first] = days.sort();
  return first === undefined ? 0 : Math.round((Date.parse(first) - nowMs) / dayMs);
}

function replyOf({ reply }: RecordedExchange, { requestId }: Envelope): SandboxReply {
  const { status, headers, body, encoding, byteOrderMark } = reply;
  const text = typeof body === 'string' ? body : JSON.stringify(withRequestId(body, requestId));
  // The same three bytes whatever the encoding of what follows.
  const mark = byteOrderMark ? (encoding === 'latin1' ? '\u00EF\u00BB\u00BF' : '\uFEFF') : '';
  return { status, headers, body: mark + text, delivery: 'whole', ...(encoding && { encoding }) };
}

/** Echoed as the recorded one was: as a text, a number, or not at all. */
function withRequestId(body: unknown, requestId: string | undefined): unknown {
  const { response } = objectOf(body);
  if (response !== undefined) return { ...objectOf(body), response: withRequestId(response, requestId) };
  const { requestId: recorded } = objectOf(body);
  if (recorded === undefined || requestId === undefined) return body;
  return { ...objectOf(body), requestId: typeof recorded === 'number' ? Number(requestId) : requestId };
}
