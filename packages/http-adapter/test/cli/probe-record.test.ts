import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEntrata, type Quirks } from 'entrata-sdk/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLongRun } from '../../../entrata-store/test/support/level.js';
import { singleQuirks } from '../quirks/support/combinations.js';
import { wholeIls as ils } from '../support/whole-ils.js';
import { empty, full, linesOf, openProbeStage, type Stage, stageOf } from './support/probe-stage.js';

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'entrata-recording-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function stage(quirks: Quirks): Promise<Stage> {
  const opened = await openProbeStage(quirks);
  onTestFinished(() => opened.close());
  return opened;
}

async function replay(folder: string) {
  const sandbox = FakeEntrata.fromRecording(folder, { wire: { ils } });
  const [company] = sandbox.companies;
  const [property] = company?.properties ?? [];
  if (company === undefined || property === undefined) throw new Error('nothing was recorded');
  const opened = await stageOf(sandbox, await sandbox.listen(), company.subdomain);
  onTestFinished(() => opened.close());
  return { opened, propertyId: property.id };
}

/** Together they change types, forms, layouts, words, codes and bytes. */
const together: readonly Quirks[] = [
  {},
  { swapIdTypes: true, singleForList: true, mergedAttributes: true, emptyElements: 'list', code: 'text' },
  { mitsSpaces: true, monthlyDeposits: true, squareMeters: true, bathroomsFirst: true, latin1: 'unsaid' },
  {
    nestedCustomers: true,
    leadContainer: 'nested',
    stampFractions: true,
    eventResult: 'name',
    unwrapped: true,
  },
  { noLeads: 'text', noTours: 'success', nothingFound: 'codeless', statusErrors: true, byteOrderMark: true },
  { httpStatuses: true, numericRequestId: true, termsAbove: true, addressInfo: true, latin1: 'said' },
];

describe('entrata probe --record', () => {
  it.each([...together, ...(isLongRun ? singleQuirks : [])])(
    'writes what, replayed, differs in the same way as the original under %j',
    async (quirks) => {
      const original = await stage(quirks);
      for (const propertyId of [full, empty]) {
        const folder = await scratch();
        const before = await original.run(propertyId, '--json', '--record', folder);
        const { opened, propertyId: made } = await replay(folder);
        const after = await opened.run(made, '--json');
        const [reportBefore, reportAfter] = [JSON.parse(before.printed), JSON.parse(after.printed)];
        expect(linesOf([reportAfter])).toEqual(linesOf([reportBefore]));
        expect(reportAfter.joins).toEqual(reportBefore.joins);
        expect(reportAfter.operations.map(({ counts }: { counts: object }) => counts)).toEqual(
          reportBefore.operations.map(({ counts }: { counts: object }) => counts),
        );
      }
    },
  );

  it('replaces an earlier recording, and touches no folder that holds anything else', async () => {
    const original = await stage({});
    const folder = await scratch();
    await original.run(full, '--json', '--record', folder);
    const first = await readdir(folder);
    await original.run(full, '--json', '--record', folder);
    expect(await readdir(folder)).toEqual(first);
    const other = await scratch();
    await writeFile(join(other, 'mine.txt'), 'mine');
    const { status, complaints } = await original.run(full, '--record', other);
    expect([status, await readdir(other)]).toEqual([2, ['mine.txt']]);
    expect(complaints).toContain('--record must be an empty folder');
  });

  it('gives every value of a field another one, and keeps what is read of words, zones and hours', async () => {
    const original = await stage({});
    const folder = await scratch();
    await original.run(full, '--json', '--record', folder);
    const files = await readdir(folder);
    const mits = JSON.parse(
      await readFile(join(folder, files.find((file) => file.includes('getMits')) ?? ''), 'utf8'),
    );
    const [property] = mits.reply.body.response.result.PhysicalProperty.Property;
    expect(property.ILS_Identification.TimeZone).toBe('Central Standard Time (GMT -0600)');
    expect(property.Information.OfficeHour[0]).toEqual({
      OpenTime: '9:00 AM',
      CloseTime: '6:00 PM',
      Day: 'Monday',
    });
    expect(property.PropertyID.MarketingName).toMatch(/^Mâde-up text \d+ &amp; more$/);
    expect(property.Identification.IDValue).toMatch(/^7\d{5}$/);
    expect(property.Identification.IDValue).not.toBe(full);
    expect(property.ILS_Unit[0].Availability.VacancyClass).toBe('Unoccupied');
  });
});
