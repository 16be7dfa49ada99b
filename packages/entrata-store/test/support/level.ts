import { type TestAPI, test } from 'vitest';
import type { DatabaseName } from './connect-to.js';

/** Whether this is the long run (`npm run test:full`): every engine, every kill, every seed. */
export const isLongRun = process.env.ENTRATA_TEST_FULL === 'true';

/**
 * Whether what is the same on each engine is tried on this one: what is decided before any SQL runs, and what the store's
 * own contract shows of each engine. In the long run it is tried on all of them.
 */
export const standsForAll = (name: DatabaseName): boolean => isLongRun || name === 'sqlite';

/** All of them where the engine stands for all; elsewhere every n-th, for what an engine may do its own way. */
export const sampleOn = <T>(name: DatabaseName, all: readonly T[], every: number): readonly T[] =>
  standsForAll(name) ? all : all.filter((_, index) => index % every === 0);

const noTest = Object.assign(() => {}, { each: () => () => {} });

/** `test`, for a test that needs one engine only among those of a file that need each: it declares none on the others. */
export const testOnOne = (name: DatabaseName): TestAPI =>
  // Of all that `test` can do, the tests call it and its `each`.
  standsForAll(name) ? test : (noTest as unknown as TestAPI);
