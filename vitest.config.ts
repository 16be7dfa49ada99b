import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

// Tests import the sources of every package, so they never test a stale build; the built and packed
// packages have tests of their own.
const alias = [
  { find: /^entrata-sdk$/, replacement: path('packages/entrata-sdk/src/index.ts') },
  { find: /^entrata-sdk\/testing$/, replacement: path('packages/entrata-sdk/src/testing/index.ts') },
  { find: /^entrata-sdk\/probe$/, replacement: path('packages/entrata-sdk/src/probe/index.ts') },
  { find: /^entrata-store$/, replacement: path('packages/entrata-store/src/index.ts') },
  { find: /^entrata-store\/knex$/, replacement: path('packages/entrata-store/src/knex/index.ts') },
  { find: /^entrata-store\/testing$/, replacement: path('packages/entrata-store/src/testing/index.ts') },
  { find: /^entrata-http-adapter$/, replacement: path('packages/http-adapter/src/index.ts') },
  {
    find: /^entrata-http-adapter\/(node|fetch)$/,
    replacement: path('packages/http-adapter/src/$1/index.ts'),
  },
  {
    find: /^entrata-http-adapter\/(metrics|tracing)$/,
    replacement: path('packages/http-adapter/src/instruments/$1.ts'),
  },
];

/**
 * The long run takes the files of both endings: what takes too long for every change has a file of its own (.full.ts),
 * or a longer form in the same file; see packages/entrata-store/test/support/level.ts.
 */
const isFull = process.env.ENTRATA_TEST_FULL === 'true';

const project = (name: string, root: string) => ({
  extends: true as const,
  root: path(root),
  test: { name, include: [isFull ? 'test/**/*.{test,full}.ts' : 'test/**/*.test.ts'] },
});

export default defineConfig({
  resolve: { alias },
  test: {
    // Tests start browsers, compilers and whole programs, which a busy machine does slowly.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // They wait for databases and for programs they start: as many workers as cores would leave the cores idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Loading the packages takes longer than most files' tests do: each worker does it once. Files share nothing else,
    // since no module has state and a test that changes its process changes it back.
    isolate: false,
    // Read by the PostgreSQL driver, also in the processes that tests start and kill. The server is never killed, so a
    // commit need not wait for its disk.
    env: { PGOPTIONS: '-c synchronous_commit=off' },
    // Only where one failure among thousands refuses a change: what passed at a second attempt is listed, to be looked into.
    retry: Number(process.env.ENTRATA_TEST_RETRIES ?? 0),
    // A claim about what happens is not one about how soon.
    expect: { poll: { timeout: 25_000 } },
    projects: [
      project('entrata-sdk', 'packages/entrata-sdk'),
      project('entrata-store', 'packages/entrata-store'),
      project('entrata-http-adapter', 'packages/http-adapter'),
      project('examples', 'examples'),
      project('scripts', 'scripts'),
    ],
  },
});
