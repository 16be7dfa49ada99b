import { FakeEntrata, makeCompany, someOf } from 'entrata-sdk/testing';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { addHouse, type OfferedSlot, startBookingRig } from '../../test/booking/support/booking-rig.js';
import { startFleet } from './adapter-fleet.js';
import { bookAsTheApp, type Wish } from './book-as-the-app.js';
import { isSettled, judge, readViewings } from './judge.js';
import { readOptions } from './options.js';

/**
 * Books tours through adapter processes that are killed at random, while Entrata takes many leads and loses the
 * reply; then proves from Entrata's own ledger that nothing was booked twice and nothing was lost.
 */
const options = readOptions();
const say = (text: string) => process.stderr.write(`${text}\n`);
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

/** What a sandbox property offers within the horizon, about. */
const slotsPerHouse = 150;
const horizonDays = 16;
const bookingsPerUser = 10;
const inFlight = 32;
const limits = {
  sendDeadlineMs: 3_000,
  sendLeaseMs: 4_000,
  retryDelayMs: 200,
  lookUpDelayMs: 200,
  absenceAfterMs: 4_000,
  verifyDelayMs: 1_000,
};

const database = (await testDatabases()).find(({ name }) => name === options.engine);
if (database?.available !== true) throw new Error(`${options.engine} is not there`);
const opened = await database.open();
const properties = Math.max(3, Math.ceil(options.bookings / slotsPerHouse));
const companies = [
  makeCompany({ cid: '9001', properties }),
  makeCompany({ cid: '9002', properties: 2 }),
  makeCompany({ cid: '9003', properties: 2 }),
];
const rig = await startBookingRig(opened, {
  start: new Date().toISOString(),
  sandbox: { companies, journalLimit: 0, horizonDays },
  withoutWorkers: true,
});
const { sandbox, store } = rig;
if (!(sandbox instanceof FakeEntrata)) throw new Error('no sandbox');

say(`${options.engine}: preparing ${options.bookings} wishes on ${properties} houses`);
const wishes: Wish[] = [];
const users: string[] = [];
for (let i = 0; i < options.bookings / bookingsPerUser; i += 1)
  users.push(await rig.addRenter(`Soak Renter ${i}`));
for (const property of companies[0]?.properties ?? []) {
  const house = await addHouse(store, rig.clients[0], property);
  const slots: readonly OfferedSlot[] = (await rig.slots(house.id)).slice(0, slotsPerHouse);
  for (const slot of slots) {
    const userId = users[wishes.length % users.length];
    if (wishes.length < options.bookings && userId !== undefined) {
      wishes.push({ userId, houseId: house.id, slot, key: `wish-${wishes.length}` });
    }
  }
}
if (wishes.length < options.bookings) throw new Error(`only ${wishes.length} slots are offered`);

const lost = sandbox.fail({
  method: 'sendLeads',
  times: options.lostReplies,
  when: someOf({ pick: options.lostReplies, of: options.bookings, seed: options.seed }),
  fault: { kind: 'lose_reply' },
});
const fleet = await startFleet(
  { address: opened.address, sandbox: rig.sandboxServer.options, limits, taskLeaseMs: 3_000 },
  options.engine === 'sqlite' ? 1 : 2,
);

const startedAt = Date.now();
let done = 0;
let booking = true;
const killing = (async () => {
  while (options.killEveryMs > 0 && booking) {
    await new Promise((resolve) => setTimeout(resolve, options.killEveryMs * (0.5 + Math.random())));
    if (booking) await fleet.killOne(Math.random());
  }
})();
const progress = setInterval(
  () => say(`${seconds(startedAt)}: ${done} answered, ${fleet.kills} kills`),
  10_000,
);

const queue = wishes.values();
await Promise.all(
  Array.from({ length: inFlight }, async () => {
    for (const wish of queue) {
      await bookAsTheApp(() => fleet.next(), wish);
      done += 1;
    }
  }),
);
booking = false;
await killing;
clearInterval(progress);
say(`${seconds(startedAt)}: all answered; waiting for what is still open`);

const deadline = Date.now() + 10 * 60_000;
let viewings = await readViewings(store, wishes);
const open = () =>
  wishes.filter(({ key }) => {
    const viewing = viewings.get(key);
    // What a look-up cannot settle waits for a person.
    const isForPerson = viewing?.note?.startsWith('lookup_') === true;
    return !isSettled(viewing) || (viewing?.status === 'unknown' && !isForPerson);
  }).length;
while (open() > 0 && Date.now() < deadline) {
  say(`${seconds(startedAt)}: ${open()} open`);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  viewings = await readViewings(store, wishes);
}
await fleet.stop();

const verdict = judge(wishes, viewings, sandbox.ledger);
const result = {
  engine: options.engine,
  bookings: wishes.length,
  lostReplies: lost.hits,
  kills: fleet.kills,
  ...verdict,
};
await rig.close();
say(`${seconds(startedAt)} in all`);
console.log(
  options.json
    ? JSON.stringify(result)
    : Object.entries(result)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
);
process.exitCode = verdict.doubled + verdict.lost === 0 ? 0 : 1;
