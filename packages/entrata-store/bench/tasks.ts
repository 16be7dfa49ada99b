import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import createKnex from 'knex';
import { better, defineQueue, defineWorker } from 'plainjob';
import { createKnexStore, migrate } from '../src/knex/index.js';
import { type OpenDatabase, type TestDatabase, testDatabases } from '../test/support/databases.js';
import { compare, type Measure } from './measure.js';

const tasks = 2_000;
const concurrency = 8;

/** Tasks a second from the first that runs to the last; the same for every queue. */
function createStopwatch(): { readonly handler: () => void; readonly speed: Promise<number> } {
  let done = 0;
  let startedMs = 0;
  let finish: (speed: number) => void = () => {};
  const speed = new Promise<number>((resolve) => {
    finish = resolve;
  });
  return {
    speed,
    handler() {
      if (done === 0) startedMs = performance.now();
      done += 1;
      if (done === tasks) finish((tasks * 1_000) / (performance.now() - startedMs));
    },
  };
}

const numbers = Array.from({ length: tasks }, (_, n) => n);

async function onFreshDatabase<T>(database: TestDatabase, work: (opened: OpenDatabase) => Promise<T>) {
  const opened = await database.open();
  try {
    return await work(opened);
  } finally {
    await opened.drop();
  }
}

async function measureOurs(opened: OpenDatabase): Promise<number> {
  const knex = opened.connect();
  await migrate(knex);
  const store = createKnexStore({ knex, cipher: 'plaintext' });
  await store.transaction(async (tx) => {
    for (const n of numbers) await tx.tasks.enqueue({ kind: 'bench', payload: { n } });
  });
  const { handler, speed } = createStopwatch();
  store.tasks.work({ bench: async () => handler() }, { concurrency });
  const measured = await speed;
  await store.close();
  return measured;
}

/** Plainjob, its file as safe as ours: by itself it chooses synchronous NORMAL. */
async function measurePlainjob(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-bench-'));
  const database = new Database(join(folder, 'jobs.db'));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const queue = defineQueue({ connection: better(database), logger });
  database.pragma('synchronous = FULL');
  queue.addMany('bench', numbers);
  const { handler, speed } = createStopwatch();
  const worker = defineWorker('bench', handler, { queue, logger });
  const running = worker.start();
  const measured = await speed;
  await worker.stop();
  await running;
  queue.close();
  await rm(folder, { recursive: true, force: true });
  return measured;
}

/** Graphile Worker, with as many jobs at once as ours and its other settings as they come. */
async function measureGraphileWorker(opened: OpenDatabase): Promise<number> {
  if (opened.address.name !== 'postgres') throw new Error('Graphile Worker runs on PostgreSQL');
  const { url, schema: ours } = opened.address;
  const schema = `${ours}_graphile`;
  const shared = { connectionString: url, schema, logger: new Logger(() => () => {}) };
  const utils = await makeWorkerUtils(shared);
  await utils.migrate();
  await utils.addJobs(numbers.map((n) => ({ identifier: 'bench', payload: { n } })));
  const { handler, speed } = createStopwatch();
  const runner = await run({
    ...shared,
    concurrency,
    noHandleSignals: true,
    taskList: { bench: async () => handler() },
  });
  const measured = await speed;
  await runner.stop();
  await utils.release();
  const knex = createKnex({ client: 'pg', connection: url, pool: { min: 0, max: 1 } });
  await knex.schema.dropSchema(schema, true);
  await knex.destroy();
  return measured;
}

/** Tasks a second, against Plainjob on SQLite and Graphile Worker on PostgreSQL. */
export async function benchTasks(): Promise<Measure[]> {
  const databases = await testDatabases();
  const rivals = [
    { on: 'sqlite', against: 'plainjob, same pragmas', aim: 1.5, measure: measurePlainjob },
    { on: 'postgres', against: 'graphile-worker', aim: 1, measure: measureGraphileWorker },
  ];
  const measures: Measure[] = [];
  for (const { on, against, aim, measure } of rivals) {
    const database = databases.find(({ name, available }) => name === on && available);
    if (database === undefined) continue;
    const { ours = 0, theirs = 1 } = await compare(
      {
        ours: () => onFreshDatabase(database, measureOurs),
        theirs: () => onFreshDatabase(database, measure),
      },
      3,
    );
    const unit = `tasks/s (${Math.round(ours)} against ${Math.round(theirs)})`;
    measures.push({ name: `tasks on ${on}`, ratio: ours / theirs, aim, against, unit });
  }
  return measures;
}
