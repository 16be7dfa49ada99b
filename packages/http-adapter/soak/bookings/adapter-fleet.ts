import type { ChildConfig } from '../../test/booking/support/child-config.js';
import { type AdapterChild, startChild } from '../../test/booking/support/start-child.js';

/** Adapter processes that are killed without warning and started again. */
export interface AdapterFleet {
  readonly kills: number;
  /** The address of a process, the next one each time; it may be dead. */
  next(): string;
  /** Kills one at random; another, started before, takes its place, as under a process manager with a spare. */
  killOne(random: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startFleet(config: ChildConfig, size: number): Promise<AdapterFleet> {
  const children: AdapterChild[] = await Promise.all(Array.from({ length: size }, () => startChild(config)));
  let kills = 0;
  let turn = 0;
  return {
    get kills() {
      return kills;
    },
    next() {
      turn += 1;
      return children[turn % size]?.url ?? '';
    },
    async killOne(random) {
      const place = Math.floor(random * size);
      const spare = await startChild(config);
      const killed = children[place];
      children[place] = spare;
      await killed?.kill();
      kills += 1;
    },
    async stop() {
      await Promise.all(children.map((child) => child.kill()));
    },
  };
}
