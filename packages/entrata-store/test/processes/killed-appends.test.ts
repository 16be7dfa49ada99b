import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { createKnexStore, migrate } from '../../src/knex/index.js';
import { bundleChild } from '../support/bundle-child.js';
import { describeOnEachDatabase, type OpenDatabase } from '../support/databases.js';
import { testCipher } from '../support/subjects.js';

const script = new URL('./append-child.ts', import.meta.url);

/** Lets a process append until it has acknowledged so many, then kills it; what it acknowledged. */
function appendUntilKilled(database: OpenDatabase, acknowledgements: number): Promise<string[]> {
  const options = JSON.stringify({ address: database.address });
  const run = spawn(process.execPath, [bundleChild(script), options], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  run.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > acknowledgements) run.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    // The last line may have been cut.
    run.once('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(said.split('\n').slice(0, -1));
      else reject(new Error('The child ended by itself'));
    });
  });
}

await describeOnEachDatabase('appends of a killed process', (database) => {
  test('are all there, if they were acknowledged, and open byte for byte', async () => {
    const opened = await database.open();
    const knex = opened.connect();
    await migrate(knex);
    const store = createKnexStore({ knex, cipher: testCipher });
    const acknowledged = [
      ...(await appendUntilKilled(opened, 100)),
      ...(await appendUntilKilled(opened, 350)),
    ];
    expect(acknowledged.length).toBeGreaterThan(400);
    const kept = new Set(await knex('entrata_webhooks').pluck('log_id'));
    expect(acknowledged.filter((logId) => !kept.has(logId))).toEqual([]);
    for (const logId of [...kept].slice(-40))
      expect(await store.webhooks.rawQuery(String(logId))).toBe('cid=1&auth_code=a+b%2F==&x=%ZZ');
    await opened.drop();
  });
});
