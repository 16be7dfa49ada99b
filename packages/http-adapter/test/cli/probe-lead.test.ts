import { FakeEntrata, type Quirks, usualTours } from 'entrata-sdk/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { wholeIls as ils } from '../support/whole-ils.js';
import { linesOf, stageOf } from './support/probe-stage.js';
import { recordingTerminal } from './terminal.js';

async function open(quirks: Quirks = {}) {
  const sandbox = new FakeEntrata({ quirks, wire: { ils } });
  const stage = await stageOf(sandbox, await sandbox.listen(), 'demo');
  onTestFinished(() => stage.close());
  return stage;
}

const write = ['--send-lead', '--cancel'];

describe('entrata probe --send-lead --cancel', () => {
  it.each(['bearer', 'apiKey'])(
    'books one tour for a marked person and cancels it at once, by %s',
    async (kind) => {
      const stage = await open();
      const { sandbox, server } = stage;
      const args = ['--subdomain', 'demo', '--property', '700001', ...write];
      const credential: Record<string, string> =
        kind === 'bearer'
          ? { ENTRATA_ACCESS_TOKEN: sandbox.issueToken('demo') }
          : { ENTRATA_API_KEY: 'demo-sandbox-key' };
      const terminal = recordingTerminal({ SANDBOX_URL: server.url, ...credential });
      expect(await runCli(['probe', ...args], terminal)).toBe(0);
      const { leads, appointments } = sandbox.ledger;
      expect(leads.map(({ firstName, lastName }) => `${firstName} ${lastName}`)).toEqual([
        'Entrata Probe Test - please ignore',
      ]);
      expect(leads[0]?.email).toMatch(/^entrata-probe-\w+@example\.com$/);
      expect(appointments.map(({ status }) => status)).toEqual(['cancelled']);
      expect(terminal.printed.join()).not.toContain('example.com');
    },
  );

  it('writes to the address and with the lead source that are given', async () => {
    const stage = await open();
    await stage.run('700001', ...write, '--email', 'me@example.test', '--lead-source', '105950', '--json');
    expect(stage.sandbox.ledger.leads).toMatchObject([{ email: 'me@example.test', leadSourceId: '105950' }]);
  });

  const cancelled = 'findLeads, after it was cancelled';
  it.each<readonly [Quirks, readonly string[]]>([
    [
      { numericStatus: true },
      ['sendLead, of a marked person | type text -> number | prospects.prospect.status'],
    ],
    [
      { failedEvents: true },
      [
        'findLeads, of the marked person | lost | appointment',
        'findLeads, of the marked person | lost | slotIsKept',
        'sendLead, of a marked person | lost | appointment',
      ],
    ],
    [{ replaceComments: true }, [`${cancelled} | lost | commentIsKept`]],
    [
      { nestedCustomers: true },
      ['findLeads, of the marked person', cancelled]
        .flatMap((operation) => [
          `${operation} | other_key | prospects.prospect.createdDate`,
          `${operation} | other_key | prospects.prospect.customers.customer.name`,
          `${operation} | unread | prospects.prospect.customers.customer.applicantId`,
          `${operation} | unread | prospects.prospect.customers.customer.phone`,
        ])
        .sort(),
    ],
    [{ refuseKnownPeople: true }, []],
    [{ failuresUnder200: true }, []],
  ])('it names exactly the difference under %j', async (quirks, expected) => {
    const stage = await open(quirks);
    const { printed } = await stage.run('700001', ...write, '--json');
    expect(linesOf([JSON.parse(printed)])).toEqual(expected);
  });

  it('sends nothing when it could not be cancelled, or no tour is offered', async () => {
    const stage = await open();
    stage.sandbox.fail({ method: 'getLeadPickLists', fault: { kind: 'status', status: 500 } });
    const { printed } = await stage.run('700001', ...write);
    expect(printed).toContain('  sendLead, of a marked person: no result of the pick lists means cancelled');
    stage.sandbox.clearFaults();
    stage.sandbox.changeProperty('demo', '700001', { tours: { ...usualTours, capacity: 0 } });
    expect((await stage.run('700001', ...write)).printed).toContain('no tour is offered');
    expect(stage.sandbox.ledger.leads).toEqual([]);
  });

  it('cancels a tour also when the reply to the lead was lost', async () => {
    const stage = await open();
    stage.sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    expect((await stage.run('700001', ...write)).status).toBe(1);
    expect(stage.sandbox.ledger.appointments.map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('goes on until the tour is cancelled when it is to end, and says so', async () => {
    const { sandbox, server } = await open();
    const terminal = recordingTerminal({ SANDBOX_URL: server.url, ENTRATA_API_KEY: 'demo-sandbox-key' });
    terminal.stop();
    await runCli(['probe', '--subdomain', 'demo', '--property', '700001', ...write], terminal);
    expect(sandbox.ledger.appointments.map(({ status }) => status)).toEqual(['cancelled']);
    expect(terminal.complaints.join('\n')).toContain('goes on until the tour is cancelled');
  });

  it('says that the tour may stand when it could not be cancelled', async () => {
    const stage = await open();
    stage.sandbox.fail({ method: 'updateLeads', fault: { kind: 'status', status: 500 } });
    const { printed } = await stage.run('700001', ...write);
    expect(printed).toContain('The appointment of the marked person may stand: look for it at Entrata');
    expect(stage.sandbox.ledger.appointments.map(({ status }) => status)).toEqual(['booked']);
  });

  it.each([
    [['--send-lead']],
    [['--cancel']],
    [['--email', 'me@example.test']],
    [[...write, '--email', 'me']],
  ])('is called wrongly with %j alone', async (args) => {
    const stage = await open();
    expect((await stage.run('700001', ...args)).status).toBe(2);
    expect(stage.sandbox.journal).toEqual([]);
  });
});
