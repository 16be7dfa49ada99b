import { randomUUID } from 'node:crypto';
import { compare, type Measure, perSecond } from './measure.js';
import { openSqliteFile } from './sqlite-file.js';

const receivedAt = '2026-11-23T12:00:00.000Z';
const rawQuery = `cid=1234567&request_type=ACTIVATION&property_id=7654321&auth_code=${'x'.repeat(200)}`;
const named = { method: 'GET', requestType: 'ACTIVATION', cid: '1234567', propertyId: '7654321' };

/** Durable webhook appends at 50 in flight: ours also checks, seals and logs what the others only write. */
export async function benchAppends(): Promise<Measure[]> {
  const { store, knex, prepared, cipher, close } = await openSqliteFile();
  const row = () => ({
    id: randomUUID(),
    log_id: randomUUID(),
    received_at: Date.parse(receivedAt),
    method: 'GET',
    request_type: 'ACTIVATION',
    cid: '1234567',
    property_id: '7654321',
    raw_query: rawQuery,
  });
  const columns = Object.keys(row());
  const insert = prepared.prepare(
    `insert into entrata_webhooks (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
  );
  const { ours, plain, direct } = await compare({
    ours: () =>
      perSecond(50, 1_000, () =>
        store.webhooks.append({ logId: randomUUID(), receivedAt, ...named, rawQuery }),
      ),
    plain: () => perSecond(50, 1_000, () => knex('entrata_webhooks').insert(row())),
    direct: () => perSecond(50, 1_000, () => insert.run(...Object.values(row()))),
  });
  const atOnce = Array.from({ length: 10_000 }, () => randomUUID());
  const perFirst = async (first: () => Promise<unknown>) => {
    const started = performance.now();
    await first();
    return 1_000 / (performance.now() - started);
  };
  const { first, sealedFirst } = await compare(
    {
      async first() {
        let appends: Promise<void>[] = [];
        const speed = await perFirst(async () => {
          appends = atOnce.map(() =>
            store.webhooks.append({ logId: randomUUID(), receivedAt, ...named, rawQuery }),
          );
          await appends[0];
        });
        await Promise.all(appends);
        return speed;
      },
      sealedFirst: () =>
        perFirst(async () => {
          for (const id of atOnce) cipher.seal(rawQuery, id);
          insert.run(...Object.values(row()));
        }),
    },
    3,
  );
  await close();
  return [
    {
      name: 'first of 10,000 webhook appends at once',
      ratio: (first ?? 0) / (sealedFirst ?? 1),
      aim: 1,
      against: 'sealing all of them, then one prepared better-sqlite3 insert',
      unit: `acknowledged after ${Math.round(1_000 / (first ?? 1))} ms against ${Math.round(1_000 / (sealedFirst ?? 1))} ms`,
    },
    {
      name: 'durable webhook appends',
      ratio: (ours ?? 0) / (plain ?? 1),
      aim: 3.5,
      against: 'one Knex insert each',
      unit: `appends/s (${Math.round(ours ?? 0)})`,
    },
    {
      name: 'durable webhook appends',
      ratio: (ours ?? 0) / (direct ?? 1),
      aim: 2,
      against: 'one prepared better-sqlite3 insert each',
      unit: `appends/s (${Math.round(ours ?? 0)})`,
    },
  ];
}
