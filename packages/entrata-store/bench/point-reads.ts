import { sampleWebhook } from '../src/testing/cases/samples.js';
import { compare, type Measure, perSecond } from './measure.js';
import { openSqliteFile } from './sqlite-file.js';

/** One row by its unique key, out of 10,000. */
export async function benchPointReads(): Promise<Measure[]> {
  const { store, knex, prepared, close } = await openSqliteFile();
  const logIds = Array.from({ length: 10_000 }, (_, i) => `log-${i}`);
  await Promise.all(logIds.map((logId) => store.webhooks.append(sampleWebhook({ logId }))));
  let turn = 0;
  const next = () => {
    turn += 7;
    return logIds[turn % logIds.length] ?? '';
  };
  const get = prepared.prepare('select * from entrata_webhooks where log_id = ?');
  const { ours, plain, direct } = await compare({
    ours: () => perSecond(10, 1_000, () => store.webhooks.find(next())),
    plain: () => perSecond(10, 1_000, () => knex('entrata_webhooks').where('log_id', next()).first()),
    direct: () => perSecond(10, 1_000, () => get.get(next())),
  });
  await close();
  return [
    {
      name: 'point reads',
      ratio: (ours ?? 0) / (plain ?? 1),
      aim: 1,
      against: 'Knex first()',
      unit: `reads/s (${Math.round(ours ?? 0)})`,
    },
    {
      name: 'point reads',
      ratio: (ours ?? 0) / (direct ?? 1),
      aim: 0.1,
      against: 'a prepared better-sqlite3 get',
      unit: `reads/s (${Math.round(ours ?? 0)})`,
    },
  ];
}
