import { makeCompany, type SandboxCompany } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  type DatabaseName,
  describeOnEachDatabase,
  type OpenDatabase,
} from '../../../entrata-store/test/support/databases.js';
import { openStore, type Rig, type RigParts, startRig } from './rig.js';

/** A rig whose sandbox knows one company that no other test of this database knows. */
export interface CompanyRig extends Rig {
  readonly company: SandboxCompany;
  /** The company's first properties' ids. */
  readonly propertyIds: readonly string[];
  /** The first of them. */
  readonly propertyId: string;
}

export interface Stage {
  readonly database: DatabaseName;
  opened(): OpenDatabase;
  store(): Store;
  /** Starts an app of this test's own; stopped after it. */
  rig(parts?: RigParts & { readonly properties?: number }): Promise<CompanyRig>;
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
      const rigs: Rig[] = [];
      beforeAll(async () => {
        opened = await database.open();
        store = await openStore(opened);
      });
      afterEach(async () => {
        for (const rig of rigs.splice(0)) await rig.stop();
      });
      afterAll(async () => {
        await store.close();
        await opened.drop();
      });
      declare({
        database: database.name,
        opened: () => opened,
        store: () => store,
        async rig({ properties = 3, ...parts } = {}) {
          const company = freshCompany(properties);
          const rig = await startRig({
            ...parts,
            store,
            sandbox: { companies: [company], ...parts.sandbox },
          });
          rigs.push(rig);
          const propertyIds = company.properties.slice(0, 100).map(({ id }) => id);
          return { ...rig, company, propertyIds, propertyId: propertyIds[0] ?? '' };
        },
      });
    },
    only,
  );
}

export function freshCompany(properties = 3): SandboxCompany {
  lastCid += 1;
  return makeCompany({ cid: String(lastCid), properties });
}
