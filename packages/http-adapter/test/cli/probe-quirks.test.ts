import { apiKey, basic, bearer } from 'entrata-sdk';
import { probe } from 'entrata-sdk/probe';
import { FakeEntrata, type Quirks } from 'entrata-sdk/testing';
import { expect, onTestFinished, test } from 'vitest';
import { isLongRun } from '../../../entrata-store/test/support/level.js';
import { singleQuirks } from '../quirks/support/combinations.js';
import { expectedUnder } from './support/expected-differences.js';
import { empty, full, linesOf, openProbeStage, reportsOf } from './support/probe-stage.js';

test('nothing differs on the plain sandbox, with leads and without', async () => {
  const stage = await openProbeStage({});
  onTestFinished(() => stage.close());
  const reports = await reportsOf(stage);
  expect(linesOf(reports)).toEqual([]);
  expect(reports.flatMap(({ joins }) => joins).filter(({ found, of }) => found < of)).toEqual([]);
});

test.each(['bearer', 'apiKey', 'basic'] as const)(
  'nothing differs at any property of the sandbox with a credential of kind %s',
  async (kind) => {
    const sandbox = new FakeEntrata();
    const server = await sandbox.listen();
    onTestFinished(() => server.close());
    const companies = isLongRun ? sandbox.companies : sandbox.companies.slice(-1);
    for (const { subdomain, apiKey: key, basic: login, properties } of companies) {
      const auths = {
        bearer: bearer(sandbox.issueToken(subdomain)),
        apiKey: apiKey(key),
        basic: basic(login.username, login.password),
      };
      for (const { id: propertyId } of properties) {
        const report = await probe({ options: server.options, subdomain, auth: auths[kind], propertyId });
        expect(linesOf([report]), propertyId).toEqual([]);
      }
    }
  },
);

/** Quirks that show where there is nothing. */
const ofEmptiness: readonly (keyof Quirks)[] = ['noLeads', 'noTours', 'nothingFound'];

test.each(singleQuirks.map((quirks) => [JSON.stringify(quirks), quirks] as const))(
  'it names exactly the difference under %s',
  async (_, quirks) => {
    // Each of them is one quirk.
    const [[name, value] = []] = Object.entries(quirks) as [keyof Quirks, unknown][];
    if (name === undefined) throw new Error('no quirk');
    const stage = await openProbeStage(quirks);
    onTestFinished(() => stage.close());
    const properties = isLongRun || ofEmptiness.includes(name) ? [full, empty] : [full];
    expect(linesOf(await reportsOf(stage, properties))).toEqual(expectedUnder(name, value));
  },
);
