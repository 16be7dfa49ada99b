import { migrate } from '../../src/knex/migrate.js';
import { connectTo } from '../support/connect-to.js';
import type { ChildOptions } from './message.js';

/** Migrates once; with `killAt`, dies by SIGKILL just before that statement, of all or of those that write. */
const { address, killAt } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions & {
  readonly killAt?: { readonly statement: number; readonly of: 'all' | 'writes' };
};
const knex = connectTo(address);
const counts = { all: 0, writes: 0 };
knex.on('query', ({ sql }: { readonly sql: string }) => {
  counts.all += 1;
  if (/^\s*(create|alter|insert|update|drop)/i.test(sql)) counts.writes += 1;
  if (killAt !== undefined && counts[killAt.of] === killAt.statement) process.kill(process.pid, 'SIGKILL');
});
await migrate(knex);
await knex.destroy();
console.log(JSON.stringify({ count: counts.all, writes: counts.writes }));
