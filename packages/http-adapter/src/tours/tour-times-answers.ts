import { createHash } from 'node:crypto';
import { selectTourTimes, type TourTimes, type TourTimesSource } from '../flows/find-tour-times.js';
import { hasBegun } from './offered-tour.js';

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
  /** When the first of its slots begins. */
  readonly untilMs: number;
}

/** Bounds memory: at most this many bytes of bodies are kept; the oldest go first. */
const maxBytes = 64 * 1024 * 1024;

export function createTourTimesAnswers(render: (times: TourTimes) => unknown): TourTimesAnswers {
  const kept = new Map<string, Kept>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.body.byteLength ?? 0;
    kept.delete(key);
  }

  return {
    prepare(source, now) {
      const { house, range } = source;
      const key = `${house.id}/${range.from}/${range.to}/${source.tourType}`;
      const known = kept.get(key);
      if (known !== undefined && now.getTime() < known.untilMs && isSame(known.source, source)) return known;
      forget(key);
      const times = selectTourTimes(source, now);
      const body = Buffer.from(JSON.stringify(render(times)));
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const next = times.slots.find((slot) => !hasBegun(slot, now))?.startsAt;
      const untilMs = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next);
      const answer: Kept = { body, etag, source, untilMs };
      kept.set(key, answer);
      bytes += body.byteLength;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes || oldest === key) break;
        forget(oldest);
      }
      return answer;
    },
  };
}

/** Months are never changed, only replaced. */
function isSame(known: TourTimesSource, source: TourTimesSource): boolean {
  return (
    known.stale === source.stale &&
    known.months.length === source.months.length &&
    known.months.every((month, index) => month === source.months[index])
  );
}
