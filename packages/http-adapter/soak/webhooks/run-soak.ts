import { makeCompany } from 'entrata-sdk/testing';
import { migrate } from 'entrata-store/knex';
import { type DatabaseAddress, testDatabases } from '../../../entrata-store/test/support/databases.js';
import { crashPoints, playCrash } from '../../test/listing/support/crash-case.js';
import { livingCompany } from './companies.js';
import { liveAndKill } from './live-and-kill.js';
import type { SoakOptions } from './options.js';
import { subscribeInBulk } from './subscribe-in-bulk.js';

export interface WebhooksReport {
  readonly engines: readonly string[];
  readonly processes: number;
  /** Named steps at which an adapter is killed. */
  readonly crashPoints: number;
  readonly kills: number;
  readonly clockSkewMs: number;
  readonly refreshes: number;
  readonly revokes: number;
  readonly webhooksAcknowledged: number;
  readonly lost: number;
  readonly doubled: number;
  readonly suspensionsLost: number;
  readonly endStatesDiffering: number;
}

type Count = { -readonly [Name in keyof WebhooksReport]: WebhooksReport[Name] };

/** How many properties have a life of their own, and in how many companies. */
const companies = 4;
const propertiesEach = 12;

/**
 * Kills the adapter at every named step and at random instants while webhooks come in, houses are refreshed and clients
 * revoked and reinstated, on each database, and subscribes a large company through a kill; reports what was lost.
 */
export async function runWebhooksSoak(
  options: SoakOptions,
  say: (text: string) => void = () => {},
): Promise<WebhooksReport> {
  const engines: string[] = [];
  const count: Count = {
    engines,
    processes: options.processes,
    crashPoints: crashPoints.length,
    kills: 0,
    clockSkewMs: 0,
    refreshes: 0,
    revokes: 0,
    webhooksAcknowledged: 0,
    lost: 0,
    doubled: 0,
    suspensionsLost: 0,
    endStatesDiffering: 0,
  };
  for (const database of await testDatabases()) {
    if (!options.engines.includes(database.name)) continue;
    if (!database.available) {
      say(`${database.name}: nothing answers at ${database.place}, left out`);
      continue;
    }
    engines.push(database.name);
    const opened = await database.open();
    try {
      const knex = opened.connect();
      await migrate(knex);
      await knex.destroy();
      const sayOf = (text: string) => say(`${database.name}: ${text}`);
      await killAtEachStep(opened.address, count, sayOf);
      await killWhileLiving(opened.address, options, count, sayOf);
      await killInBulk(opened.address, options, count, sayOf);
    } finally {
      await opened.drop();
    }
  }
  return count;
}

let lastCid = 8_000;
function freshCid(): string {
  lastCid += 1;
  return String(lastCid);
}
const freshCompany = (properties: number) => makeCompany({ cid: freshCid(), properties });

async function killAtEachStep(
  address: DatabaseAddress,
  count: Count,
  say: (text: string) => void,
): Promise<void> {
  for (const point of crashPoints) {
    const { step, events, needsRedelivery } = point;
    const calm = await playCrash(address, freshCompany(1), { step: undefined, events });
    for (const isRedelivered of needsRedelivery ? [true] : [true, false]) {
      const crashed = await playCrash(address, freshCompany(1), { ...point, isRedelivered });
      count.kills += 1;
      count.webhooksAcknowledged += crashed.acknowledged;
      const isSame = JSON.stringify(crashed.endState) === JSON.stringify(calm.endState);
      if (!isSame) count.endStatesDiffering += 1;
      // Killed between Entrata's acceptance and its record, the approval is sent again: it does no more.
      if (step !== 'property.approved') count.doubled += crashed.doubledApprovals;
      const how = isRedelivered ? '' : ' and resumed';
      say(`killed at ${step}${how}: ${isSame ? 'same end state' : 'OTHER END STATE'}`);
    }
  }
}

async function killWhileLiving(
  address: DatabaseAddress,
  { processes, clockSkewMs, seconds, seed }: SoakOptions,
  count: Count,
  say: (text: string) => void,
): Promise<void> {
  const life = await liveAndKill(
    {
      address,
      companies: Array.from({ length: companies }, () => livingCompany(freshCid(), propertiesEach)),
      // Nobody would serve one file from three machines.
      processes: address.name === 'sqlite' ? 1 : processes,
      clockSkewMs,
      seconds,
      seed,
    },
    say,
  );
  count.kills += life.kills;
  count.clockSkewMs = Math.max(count.clockSkewMs, life.clockSkewMs);
  count.refreshes += life.refreshes;
  count.revokes += life.revokes;
  count.webhooksAcknowledged += life.acknowledged;
  count.lost += life.lost;
  count.doubled += life.doubled;
  count.suspensionsLost += life.suspensionsLost;
  const { kills, refreshes, revokes, acknowledged, lost, doubled, suspensionsLost } = life;
  say(
    `${kills} kills at random, ${acknowledged} webhooks acknowledged, ${refreshes} refreshes, ${revokes} revocations: ` +
      `${lost} lost, ${doubled} doubled, ${suspensionsLost} suspensions lost`,
  );
}

async function killInBulk(
  address: DatabaseAddress,
  { properties }: SoakOptions,
  count: Count,
  say: (text: string) => void,
): Promise<void> {
  const bulk = await subscribeInBulk(address, freshCompany(properties));
  count.kills += bulk.kills;
  count.webhooksAcknowledged += bulk.acknowledged;
  count.lost += bulk.lost;
  count.doubled += bulk.doubled;
  const { acknowledged, seconds, lost, doubled } = bulk;
  say(
    `${acknowledged} properties subscribed in ${seconds.toFixed(1)} s through a kill, ${lost} lost, ${doubled} doubled`,
  );
}
