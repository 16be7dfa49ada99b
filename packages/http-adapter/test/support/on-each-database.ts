import { makeCompany, type SandboxCompany } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import {
  type DatabaseName,
  describeOnEachDatabase,
  engines,
  type OpenDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { standsForAll } from '../../../entrata-store/test/support/level.js';
import { openStore, type Rig, type RigParts, startRig } from './rig.js';

/** A rig whose sandbox knows one company that no other test of this database knows. */
export interface CompanyRig extends Rig {
  readonly company: SandboxCompany;
  /** The company's first properties' ids. */
  readonly propertyIds: readonly string[];
  /** The first of them. */
  readonly propertyId: string;
}

export interface StageParts extends RigParts {
  /** How many the company has. Default 3. */
  readonly properties?: number;
  /** One that another rig knows already. Default: a fresh one. */
  readonly company?: SandboxCompany;
  /** One of the test's own on the same database; closed with the database's connections. Default: the shared one. */
  readonly store?: Store;
  /** False for a test that takes the log away. Default true: each webhook must have its row. */
  readonly isLogWhole?: boolean;
}

export interface Stage {
  readonly database: DatabaseName;
  opened(): OpenDatabase;
  store(): Store;
  /** Starts an app of this test's own; stopped after it. */
  rig(parts?: StageParts): Promise<CompanyRig>;
}

let lastCid = 4_000;

/** Declares the same tests on each engine: one fresh database, and for each test companies of its own. */
export async function onEachDatabase(
  title: string,
  declare: (stage: Stage) => void,
  only?: readonly DatabaseName[],
): Promise<void> {
  await describeOnEachDatabase(
    title,
    (database) => {
      let opened: OpenDatabase;
      let store: Store;
      const rigs: (Rig & { readonly isLogWhole: boolean })[] = [];
      beforeAll(async () => {
        opened = await database.open();
        store = await openStore(opened);
      });
      afterEach(async () => {
        try {
          for (const rig of rigs.filter(({ isLogWhole }) => isLogWhole)) await expectLogRows(rig);
        } finally {
          for (const rig of rigs.splice(0)) await rig.stop();
        }
      });
      afterAll(async () => {
        await store.close();
        await opened.drop();
      });
      declare({
        database: database.name,
        opened: () => opened,
        store: () => store,
        async rig({ properties = 3, isLogWhole = true, company: known, store: own, ...parts } = {}) {
          const company = known ?? freshCompany(properties);
          const rig = await startRig({
            ...parts,
            store: own ?? store,
            sandbox: { companies: [company], ...parts.sandbox },
          });
          rigs.push({ ...rig, isLogWhole });
          const propertyIds = company.properties.slice(0, 100).map(({ id }) => id);
          return { ...rig, company, propertyIds, propertyId: propertyIds[0] ?? '' };
        },
      });
    },
    only,
  );
}

/** The same for tests that need one engine only; in the long run they are declared on each. */
export const onOneDatabase = (title: string, declare: (stage: Stage) => void): Promise<void> =>
  onEachDatabase(title, declare, engines.filter(standsForAll));

/** Whatever a test is about: each webhook that was answered has its row, and the row says what the answer said. */
async function expectLogRows({ answers, store }: Rig): Promise<void> {
  for (const { logId, httpStatus, headers } of answers) {
    // What failed on our side or Entrata's may have been brought to its end meanwhile.
    const isFromApp = headers['content-type']?.startsWith('application/json') && logId !== '';
    if (!isFromApp || httpStatus >= 500) continue;
    const row = await store.webhooks.find(logId);
    expect(row?.httpStatus, `the log row of ${logId}`).toBe(httpStatus);
    expect(row?.outcome).toBeTypeOf('string');
  }
}

export function freshCompany(properties = 3): SandboxCompany {
  lastCid += 1;
  return makeCompany({ cid: String(lastCid), properties });
}
