import { createHash } from 'node:crypto';
import { BoundedMap } from '../core/bounded-map.js';
import { selectTourTimes, type TourTimes, type TourTimesSource } from './find-tour-times.js';
import { hasBegun } from './offered-slot.js';

/** A body that is ready to be sent. */
export interface PreparedAnswer {
  readonly body: Uint8Array;
  /** Strong: the digest of the body. */
  readonly etag: string;
}

export interface TourTimesAnswers {
  /** The answer to these sources at this instant, made once and kept until a slot begins or a source changes. */
  prepare(source: TourTimesSource, now: Date): PreparedAnswer;
}

interface Kept extends PreparedAnswer {
  readonly source: TourTimesSource;
  readonly madeAtMs: number;
  /** When the first of its slots begins. */
  readonly untilMs: number;
}

/** Bounds memory: at most this many bytes of bodies, and answers, are kept; the oldest go first. */
const maxBytes = 64 * 1024 * 1024;
const maxAnswers = 10_000;

export function createTourTimesAnswers(render: (times: TourTimes) => unknown): TourTimesAnswers {
  const kept = new BoundedMap<Kept>({
    maxEntries: maxAnswers,
    maxWeight: maxBytes,
    weigh: ({ body }) => body.byteLength,
  });

  return {
    prepare(source, now) {
      const { house, range } = source;
      const key = `${house.id}/${range.from}/${range.to}/${source.tourType}`;
      const known = kept.get(key);
      if (known !== undefined && isCurrent(known, now) && isSame(known.source, source)) return known;
      const times = selectTourTimes(source, now);
      const body = Buffer.from(JSON.stringify(render(times)));
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const next = times.slots.find((slot) => !hasBegun(slot, now))?.startsAt;
      const untilMs = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next);
      const answer: Kept = { body, etag, source, madeAtMs: now.getTime(), untilMs };
      kept.set(key, answer);
      return answer;
    },
  };
}

/** Of a clock that was set back, slots that had begun have not begun any more. */
function isCurrent({ madeAtMs, untilMs }: Kept, now: Date): boolean {
  return now.getTime() >= madeAtMs && now.getTime() < untilMs;
}

/** Months are never changed, only replaced. */
function isSame(known: TourTimesSource, source: TourTimesSource): boolean {
  return (
    known.stale === source.stale &&
    known.months.length === source.months.length &&
    known.months.every((month, index) => month === source.months[index])
  );
}
