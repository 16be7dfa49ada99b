import { makeCompany } from 'entrata-sdk/testing';
import { testDatabases } from '../../entrata-store/test/support/databases.js';
import { startBookingRig } from '../test/booking/support/booking-rig.js';
import type { AdapterConfig } from './adapter-server.js';
import type { BareConfig } from './bare-server.js';
import { compare } from './compare.js';
import type { Figure } from './figure.js';
import { benchConcurrency, benchMemory } from './ingest-figures.js';
import { type Server, serve } from './serve.js';

const json = process.argv.includes('--json');
const [sqlite] = await testDatabases();
if (sqlite === undefined) throw new Error('SQLite is always there');
const opened = await sqlite.open();
const tours = {
  opensAt: '08:00',
  closesAt: '16:00',
  slotMinutes: 30,
  closedWeekdays: [],
  capacity: 1,
  tourTypes: ['AGENT_GUIDED'],
};
const rig = await startBookingRig(opened, {
  start: new Date().toISOString(),
  sandbox: { companies: ['9001', '9002', '9003'].map((cid) => makeCompany({ cid, tours })) },
});
await rig.instance.app.stop();
const [house, smallHouse] = rig.houses;
const sandbox = rig.sandboxServer.options;
const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const until = new Date(Date.now() + 32 * 86_400_000).toISOString().slice(0, 10);
const big = `/api/tour-times?houseId=${house.id}&from=${day}&to=${until}`;
const small = `/api/tour-times?houseId=${smallHouse.id}&from=${day}`;
const webhook =
  '/webhooks/entrata?cid=9001&request_type=SOMETHING_NEW&property_id=90010000&subdomain=company-9001';

const figures: Figure[] = [];
const servers: Server[] = [];
async function start(file: string, config: AdapterConfig | BareConfig): Promise<Server> {
  const server = await serve(file, config);
  servers.push(server);
  return server;
}
const adapterWith = (recordCacheMs: number) =>
  start('./adapter-server.ts', { address: opened.address, sandbox, recordCacheMs });
const { address } = opened;
if (address.name !== 'sqlite') throw new Error('the bench runs on SQLite');
const bareWith = (body: string) =>
  start('./bare-server.ts', {
    filename: address.filename,
    body,
    houseId: smallHouse.id,
    clientId: smallHouse.clientId,
  });

try {
  const cached = await adapterWith(1_000);
  const uncached = await adapterWith(0);
  const bigBody = await (await fetch(cached.url + big)).text();
  const bareBig = await bareWith(bigBody);
  const slots = (JSON.parse(bigBody) as { slots: unknown[] }).slots.length;
  const bytes = await compare(cached.url + big, `${bareBig.url}/bytes`);
  figures.push({
    name: `cached tour times, ${slots} slots`,
    ratio: bytes.perSecond,
    aim: '>= 0.85',
    against: 'bare node:http sending the same bytes',
    unit: `requests/s (${Math.round(bytes.ours)} : ${Math.round(bytes.theirs)})`,
  });
  bareBig.stop();

  const bareSmall = await bareWith(await (await fetch(cached.url + small)).text());
  const against = 'node:http with the same two Knex queries';
  for (const [name, server, aim] of [
    ['endpoint with a client look-up, no record cache', uncached, '>= 0.9'],
    ['endpoint with a client look-up, record cache', cached, '>= 1.8'],
  ] as const) {
    const found = await compare(server.url + small, `${bareSmall.url}/lookup`);
    const unit = `requests/s (${Math.round(found.ours)} : ${Math.round(found.theirs)})`;
    figures.push({ name, ratio: found.perSecond, aim, against, unit });
  }

  const ack = await compare(cached.url + webhook, `${bareSmall.url}/webhook?${webhook.split('?')[1]}`);
  const perInsert = 'node:http with one Knex insert per request';
  figures.push(
    {
      name: 'durable webhook ack',
      ratio: ack.perSecond,
      aim: '>= 3.5',
      against: perInsert,
      unit: `requests/s (${Math.round(ack.ours)} : ${Math.round(ack.theirs)})`,
    },
    { name: 'durable webhook ack, p99', ratio: ack.p99, aim: '<= 0.5', against: perInsert, unit: 'ms' },
  );
} finally {
  for (const server of servers) server.stop();
  await rig.close();
}

figures.push(await benchConcurrency(sqlite), await benchMemory(sqlite));

const rounded = figures.map((figure) => ({ ...figure, ratio: Number(figure.ratio.toFixed(2)) }));
if (json) console.log(JSON.stringify(rounded));
else console.table(rounded);
