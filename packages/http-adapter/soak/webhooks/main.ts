import { makeCompany } from 'entrata-sdk/testing';
import { migrate } from 'entrata-store/knex';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { crashPoints, playCrash } from '../../test/listing/support/crash-case.js';
import { killAtRandom } from './kill-at-random.js';
import { readOptions } from './options.js';
import { subscribeInBulk } from './subscribe-in-bulk.js';

// Kills the adapter at every named step and at random instants while webhooks come in, on each database, and
// subscribes a large company through a kill, and reports what was lost.
const options = readOptions();
const report = {
  engines: [] as string[],
  crashPoints: crashPoints.length,
  kills: 0,
  webhooksAcknowledged: 0,
  lost: 0,
  doubled: 0,
  endStatesDiffering: 0,
};
const say = (text: string) => process.stderr.write(`${text}\n`);

let lastCid = 8_000;
const freshCompany = (properties: number) => {
  lastCid += 1;
  return makeCompany({ cid: String(lastCid), properties });
};

for (const database of await testDatabases()) {
  if (!options.engines.includes(database.name)) continue;
  if (!database.available) {
    say(`${database.name}: nothing answers at ${database.place}, left out`);
    continue;
  }
  report.engines.push(database.name);
  const opened = await database.open();
  try {
    const knex = opened.connect();
    await migrate(knex);
    await knex.destroy();
    for (const point of crashPoints) {
      const { step, events, needsRedelivery } = point;
      const calm = await playCrash(opened.address, freshCompany(1), { step: undefined, events });
      for (const isRedelivered of needsRedelivery ? [true] : [true, false]) {
        const crashed = await playCrash(opened.address, freshCompany(1), { ...point, isRedelivered });
        report.kills += 1;
        report.webhooksAcknowledged += crashed.acknowledged;
        const isSame = JSON.stringify(crashed.endState) === JSON.stringify(calm.endState);
        if (!isSame) report.endStatesDiffering += 1;
        // Killed between Entrata's acceptance and its record, the approval is sent again: it does no more.
        if (step !== 'property.approved') report.doubled += crashed.doubledApprovals;
        const how = isRedelivered ? '' : ' and resumed';
        say(`${database.name}: killed at ${step}${how}: ${isSame ? 'same end state' : 'OTHER END STATE'}`);
      }
    }
    const random = await killAtRandom({
      address: opened.address,
      companies: Array.from({ length: 4 }, () => freshCompany(12)),
      seconds: options.seconds,
      seed: options.seed,
    });
    report.kills += random.kills;
    report.webhooksAcknowledged += random.acknowledged;
    report.lost += random.lost;
    report.doubled += random.doubled;
    say(
      `${database.name}: ${random.kills} kills at random, ${random.acknowledged} webhooks acknowledged, ${random.lost} lost, ${random.doubled} doubled`,
    );
    const bulk = await subscribeInBulk(opened.address, freshCompany(options.properties));
    report.kills += bulk.kills;
    report.webhooksAcknowledged += bulk.acknowledged;
    report.lost += bulk.lost;
    report.doubled += bulk.doubled;
    say(
      `${database.name}: ${bulk.acknowledged} properties subscribed in ${bulk.seconds.toFixed(1)} s through a kill, ${bulk.lost} lost, ${bulk.doubled} doubled`,
    );
  } finally {
    await opened.drop();
  }
}

if (options.json) console.log(JSON.stringify(report));
else
  console.log(
    Object.entries(report)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  );
process.exitCode = report.lost + report.doubled + report.endStatesDiffering === 0 ? 0 : 1;
