import { setTimeout as delay } from 'node:timers/promises';

/** An adapter in a process of its own. */
export interface FleetMember {
  readonly url: string;
  setClockOff(ms: number): void;
  kill(): Promise<void>;
}

/** Adapter processes that are killed without warning and started again, each by a clock of its own. */
export interface Fleet {
  readonly kills: number;
  /** By how much the clocks of two processes have differed at most. */
  readonly clockSkewMs: number;
  /** The address of a process, the next one each time; it may be dead. */
  next(): string;
  /** Kills one every so often, and sets the clock of one, until `stop`. */
  harass(everyMs: number): void;
  /** Ends the killing, then the processes. */
  stop(): Promise<void>;
}

interface FleetOptions {
  readonly size: number;
  /** No clock is further off than half of this. */
  readonly clockSkewMs: number;
  readonly random: () => number;
  start(): Promise<FleetMember>;
}

/** Starts `size` processes, whose clocks are as far apart as may be. */
export async function startFleet({ size, clockSkewMs, random, start }: FleetOptions): Promise<Fleet> {
  const members: FleetMember[] = await Promise.all(Array.from({ length: size }, start));
  const clocks = members.map((_, place) => clockSkewMs * (size === 1 ? 0.5 : place / (size - 1) - 0.5));
  for (const [place, member] of members.entries()) member.setClockOff(clocks[place] ?? 0);
  let kills = 0;
  let turn = 0;
  let widestMs = Math.max(...clocks.map(Math.abs), spread(clocks));
  let isOver = false;
  let harassing: Promise<void> | undefined;

  /** Another one, started before, takes its place, as under a process manager with a spare. */
  async function killOne(): Promise<void> {
    const place = Math.floor(random() * size);
    const spare = await start();
    spare.setClockOff(clocks[place] ?? 0);
    const killed = members[place];
    members[place] = spare;
    await killed?.kill();
    kills += 1;
  }

  function jumpOne(): void {
    const place = Math.floor(random() * size);
    clocks[place] = (random() - 0.5) * clockSkewMs;
    widestMs = Math.max(widestMs, spread(clocks));
    members[place]?.setClockOff(clocks[place] ?? 0);
  }

  async function harassEvery(everyMs: number): Promise<void> {
    for (;;) {
      await delay(everyMs * (0.5 + random()));
      if (isOver) return;
      jumpOne();
      await killOne();
    }
  }

  return {
    get kills() {
      return kills;
    },
    get clockSkewMs() {
      return Math.round(widestMs);
    },
    next() {
      turn += 1;
      return members[turn % size]?.url ?? '';
    },
    harass(everyMs) {
      harassing = harassEvery(everyMs);
    },
    async stop() {
      isOver = true;
      await harassing;
      await Promise.all(members.map((member) => member.kill()));
    },
  };
}

const spread = (clocks: readonly number[]): number => Math.max(...clocks) - Math.min(...clocks);

/** A small seeded generator, so that a run can be repeated. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
