import { migrate } from '../../src/knex/migrate.js';
import { connectTo } from '../support/databases.js';
import type { ChildOptions } from './message.js';

/** Migrates once; with `killAfter`, dies by SIGKILL just before its n-th statement. */
const { address, killAfter } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions & { killAfter?: number };
const knex = connectTo(address);
let statements = 0;
knex.on('query', () => {
  statements += 1;
  if (statements === killAfter) process.kill(process.pid, 'SIGKILL');
});
await migrate(knex);
await knex.destroy();
console.log(statements);
