import { setTimeout as delay } from 'node:timers/promises';
import { makeCompany, type ScriptedFault, someOf } from 'entrata-sdk/testing';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { addHouse, type BookingRig, startBookingRig } from '../../test/booking/support/booking-rig.js';
import { startChild } from '../../test/booking/support/start-child.js';
import { mulberry32, startFleet } from '../fleet.js';
import { countUpdates, isAtRest, judge, readViewings, type Verdict } from './judge.js';
import type { SoakOptions } from './options.js';
import {
  type PlannedBooking,
  planHouse,
  renterNames,
  shuffled,
  targetsPerHouse,
  toursPerHouse,
  toursPerRenter,
} from './plan.js';
import { fulfil, type Told } from './renter.js';

export interface BookingsReport extends Verdict {
  readonly engine: string;
  readonly processes: number;
  /** Tours and enquiries. */
  readonly bookings: number;
  readonly lostReplies: number;
  readonly kills: number;
  /** Accepted ones. */
  readonly cancels: number;
  readonly moves: number;
  /** Tours that were added to a lead of before. */
  readonly updates: number;
  readonly clockSkewMs: number;
}

const horizonDays = 16;
/** So much later a tour must begin, for it not to begin while this runs. */
const aheadMs = 4 * 60 * 60_000;
const inFlight = 128;
const restsWithinMs = 10 * 60_000;
const limits = {
  sendDeadlineMs: 3_000,
  sendLeaseMs: 4_000,
  retryDelayMs: 200,
  lookUpDelayMs: 200,
  absenceAfterMs: 4_000,
  verifyDelayMs: 1_000,
};

/**
 * Books, moves and cancels tours through adapter processes that are killed at random and whose clocks differ and jump, while
 * Entrata carries out many requests and loses the reply; then compares what the renters were told and the rows with
 * Entrata's own ledger. Half of it with a lead for each tour, half with tours added to the leads of known persons.
 */
export async function runBookingsSoak(
  options: SoakOptions,
  say: (text: string) => void = () => {},
): Promise<BookingsReport> {
  const { engine, processes, killEveryMs, clockSkewMs, seed } = options;
  const random = mulberry32(seed);
  const database = (await testDatabases()).find(({ name }) => name === engine);
  if (database?.available !== true) throw new Error(`${engine} is not there`);
  const opened = await database.open();
  const houses = Math.max(3, Math.ceil(options.bookings / toursPerHouse));
  const rig = await startBookingRig(opened, {
    start: new Date().toISOString(),
    sandbox: {
      companies: [
        makeCompany({ cid: '9001', properties: houses }),
        makeCompany({ cid: '9002', properties: 2 }),
        makeCompany({ cid: '9003', properties: 2 }),
      ],
      journalLimit: 0,
      horizonDays,
    },
    withoutWorkers: true,
  });
  const startedAt = Date.now();
  const clock = () => `${((Date.now() - startedAt) / 1000).toFixed(0)} s`;
  try {
    const planned = await planAll(rig, options.bookings, random);
    const renters = new Set(planned.map(({ userId }) => userId));
    say(`${engine}: ${planned.length} bookings of ${renters.size} renters`);
    const faults = loseReplies(rig, options);
    const told = new Map<string, Told>();
    let kills = 0;
    let skewMs = 0;
    const half = Math.ceil(planned.length / 2);
    for (const [existing, round] of [
      ['send', planned.slice(0, half)],
      ['update', planned.slice(half)],
    ] as const) {
      const config = {
        address: opened.address,
        sandbox: rig.sandboxServer.options,
        limits,
        taskLeaseMs: 3_000,
        existing,
      };
      const fleet = await startFleet({
        size: processes,
        clockSkewMs,
        random,
        start: () => startChild(config),
      });
      if (killEveryMs > 0) fleet.harass(killEveryMs);
      const progress = setInterval(
        () => say(`${clock()}: ${told.size} of ${planned.length} answered, ${kills + fleet.kills} kills`),
        10_000,
      );
      try {
        const queue = round.values();
        const serve = async () => {
          for (const booking of queue) {
            const onBooked = async () => {
              if (booking.changesEmail)
                await rig.changeUser(booking.userId, { email: `${booking.key}@moved.example.test` });
            };
            told.set(booking.key, await fulfil(() => fleet.next(), booking, onBooked));
          }
        };
        await Promise.all(Array.from({ length: inFlight }, serve));
        await untilAtRest(rig, renters, (open) => say(`${clock()}: all answered, ${open} still open`));
      } finally {
        clearInterval(progress);
        await fleet.stop();
      }
      kills += fleet.kills;
      skewMs = Math.max(skewMs, fleet.clockSkewMs);
    }
    const viewings = await readViewings(rig.store, renters);
    const { ledger } = rig.sandbox;
    const answers = [...told.values()];
    say(`${clock()} in all`);
    return {
      engine,
      processes,
      bookings: planned.length,
      lostReplies: faults.reduce((sum, { hits }) => sum + hits, 0),
      kills,
      cancels: answers.filter(({ cancelled }) => cancelled !== undefined).length,
      moves: answers.filter(({ movedTo }) => movedTo !== undefined).length,
      updates: countUpdates(ledger),
      clockSkewMs: skewMs,
      ...judge(planned, told, viewings, ledger, say),
    };
  } finally {
    await rig.close();
  }
}

/** Every renter of every house, and what they want, in no order. */
async function planAll(rig: BookingRig, bookings: number, random: () => number): Promise<PlannedBooking[]> {
  const planned: PlannedBooking[] = [];
  const earliest = new Date(Date.now() + aheadMs).toISOString();
  const properties = rig.sandbox.companies[0]?.properties ?? [];
  for (const [place, property] of properties.entries()) {
    const tours = Math.min(toursPerHouse, bookings - place * toursPerHouse);
    if (tours <= 0) break;
    const { id: houseId } = await addHouse(rig.store, rig.clients[0], property);
    const slots = (await rig.slots(houseId)).filter(
      ({ startsAt }) => startsAt !== null && startsAt > earliest,
    );
    if (slots.length < toursPerHouse + targetsPerHouse) throw new Error(`${houseId} offers too few tours`);
    const renters: string[] = [];
    for (let i = 0; i < Math.ceil(tours / toursPerRenter); i += 1) {
      const name = renterNames[(place + i) % renterNames.length] ?? '';
      const email = `renter.${place}.${i}@example.test`;
      renters.push(
        await rig.addRenter(name, { email, phone: `555${String(place * 100 + i).padStart(7, '0')}` }),
      );
    }
    planned.push(...planHouse({ id: String(place), houseId, renters, tours }, slots, random));
  }
  return shuffled(planned, random);
}

function loseReplies({ sandbox }: BookingRig, { lostReplies, bookings, seed }: SoakOptions): ScriptedFault[] {
  return ['sendLeads', 'updateLeads'].map((method) =>
    sandbox.fail({
      method,
      times: Number.POSITIVE_INFINITY,
      when: someOf({ pick: lostReplies, of: bookings, seed }),
      fault: { kind: 'lose_reply' },
    }),
  );
}

/** Waits until nothing is open but what waits for a person, and no longer than it may take: the rest is lost. */
async function untilAtRest(
  rig: BookingRig,
  renters: Iterable<string>,
  onOpen: (count: number) => void,
): Promise<void> {
  const endsAt = performance.now() + restsWithinMs;
  while (performance.now() < endsAt) {
    const open = (await readViewings(rig.store, renters)).filter((viewing) => !isAtRest(viewing)).length;
    if (open === 0) return;
    onOpen(open);
    await delay(3_000);
  }
}
