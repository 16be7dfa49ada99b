import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { makeCompany } from 'entrata-sdk/testing';
import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { urlSecret } from '../../src/index.js';
import { freshCompany, onOneDatabase } from '../support/on-each-database.js';

// Each stands for a secret or a person, in a form that nothing else in the system has.
const canaries = {
  clientSecret: 'canary-client-secret-91',
  webhookSecret: 'canary-webhook-secret-92',
  wrongSecret: 'canary-wrong-secret-93',
  companyName: 'Canary Homes 94 of Nowhere',
  agentName: 'Carla Canary-Ninetyfive',
  agentEmail: 'canary.96@example.test',
  agentPhone: '3125550197',
  refusedCode: 'Y2FuYXJ5LWNvZGUtOTg=',
  apiLocation: 'https://canary-99.example.test/',
  propertyName: 'Canary Court 100',
  upstreamWords: 'canary-upstream-101@example.test said 3125550102',
};

/** All that stands in the tables, as the database gives it back. */
async function dump(knex: Knex, except: readonly string[]): Promise<string> {
  const tables = [
    'entrata_clients',
    'entrata_properties',
    'entrata_webhooks',
    'entrata_oauth_codes',
    'entrata_tasks',
    'property_operators',
    'users',
    'houses',
  ].filter((table) => !except.includes(table));
  const rows = await Promise.all(tables.map((table) => knex(table).select('*')));
  return JSON.stringify(rows);
}

await onOneDatabase('No secret and no person', (stage) => {
  test('gets into a log line, an error body or, unsealed, into the database', async () => {
    const { cid } = freshCompany(0);
    const made = makeCompany({ cid, name: canaries.companyName, properties: 2 });
    const company = {
      ...made,
      properties: made.properties.map((property) => ({ ...property, name: canaries.propertyName })),
    };
    const { subdomain } = company;
    const [first = '', second = ''] = company.properties.map(({ id }) => id);
    const rig = await stage.rig({
      sandbox: {
        companies: [company],
        oauth: { clientId: 'canary.sandbox', clientSecret: canaries.clientSecret },
      },
      webhook: {
        verify: urlSecret(canaries.webhookSecret),
        newAgent: () => ({
          name: canaries.agentName,
          email: canaries.agentEmail,
          phone: canaries.agentPhone,
        }),
        deadlineMs: 2_000,
      },
    });
    const secrets: string[] = [];
    const answers: string[] = [];
    const path = `/webhooks/entrata/${canaries.webhookSecret}`;
    const send = async (requestType: string, propertyId: string, more: object = {}, to = path) => {
      const query = rig.sandbox.webhookQuery({
        requestType,
        subdomain,
        propertyId,
        extra: { api_location: canaries.apiLocation },
        ...more,
      });
      const code = /auth_code=([^&]+)/.exec(query)?.[1];
      if (code !== undefined) secrets.push(code, decodeURIComponent(code));
      answers.push((await rig.sendQuery(query, to)).text);
    };

    // Every path through the webhook: accepted, duplicate, ignored, held, refused in each way, failed, late.
    await send('ACTIVATION', first);
    await send('ACTIVATION', first, { withCode: false });
    await send('ACTIVATION', second, { withCode: false });
    await send('CHANGE_FEED_TYPE', first);
    await send('NEWS', first);
    await send('ACTIVATION', first, {}, `/webhooks/entrata/${canaries.wrongSecret}`);
    await send('ACTIVATION', first, { code: canaries.refusedCode });
    await send('ACTIVATION', 'x');
    await send('ACTIVATION', first, { extra: { cid: canaries.agentEmail } });
    await send('SUSPENDED', first, { extra: { subdomain: 'canary-99' } });
    await send('ACTIVATION', first, { extra: { cid: '1' } });
    // Sixty more, in every parameter that may hold anything, on every way a webhook can take.
    const planted: string[] = [];
    const types = ['ACTIVATION', 'SUSPENDED', 'CHANGE_FEED_TYPE', 'NEWS', 'CANARY NAME'];
    for (let turn = 0; turn < 15; turn++) {
      const canary = (what: string) => {
        const text = `canary-${what}-${200 + turn}@example.test`;
        planted.push(text);
        return text;
      };
      const extra = {
        company_name: canary('company'),
        referrer: canary('referrer'),
        auth_code: Buffer.from(canary('code')).toString('base64'),
        [canary('name')]: canary('value'),
      };
      secrets.push(extra.auth_code);
      const to = turn % 3 === 2 ? `/webhooks/entrata/${canary('path')}` : path;
      await send(types[turn % 5] ?? '', turn % 4 === 3 ? canary('property') : first, { extra }, to);
    }
    expect(planted.length).toBeGreaterThanOrEqual(60);
    secrets.push(...planted);
    const says = { kind: 'error', code: 500, message: canaries.upstreamWords } as const;
    rig.sandbox.fail({ method: 'getAccessToken', fault: says });
    await send('ACTIVATION', first);
    rig.sandbox.fail({ method: 'getClientInfo', times: 9, fault: { ...says, code: 404 } });
    await send('ACTIVATION', first);
    rig.sandbox.clearFaults();
    rig.sandbox.fail({ method: 'getAccessToken', fault: { kind: 'delay', ms: 3_000 } });
    await send('ACTIVATION', first);
    rig.sandbox.fail({ method: 'getMitsPropertyUnits', times: 3, fault: says });
    rig.sandbox.fail({ method: 'updatePropertyStatus', times: 1, fault: { ...says, code: 311 } });
    await send('SUSPENDED', second);
    await send('ACTIVATION', second, { withCode: false });
    await rig.settled();
    rig.sandbox.revokeTokens(subdomain);
    await send('CHANGE_FEED_TYPE', second);
    await rig.settled();
    const held = await rig.store.webhooks.list({ cid });
    for (const { logId } of held.items) {
      for (const [method, what] of [
        ['GET', ''],
        ['POST', '/release'],
        ['POST', '/drop'],
      ]) {
        const response = await fetch(`${rig.url}/api/admin/webhooks/${logId}${what}`, {
          method: method ?? 'GET',
          headers: { 'x-test-role': 'admin' },
        });
        answers.push(await response.text());
      }
    }
    const clients = await fetch(`${rig.url}/api/admin/clients`, { headers: { 'x-test-role': 'nobody' } });
    answers.push(await clients.text());
    const client = await rig.store.clients.findByCid(cid);
    secrets.push(client?.accessToken?.reveal() ?? 'no token');

    const lines = rig.logger.lines.map((line) => inspect(line, { depth: 9 })).join('\n');
    expect(lines).toContain('houses stored');
    const plain = [...Object.values(canaries), ...secrets, '3125550102', 'canary-upstream-101'];
    const never = [...new Set([...plain, ...plain.map(encodeURIComponent)])];
    expect(never.length).toBeGreaterThan(30);
    for (const canary of never) {
      expect(lines, 'the log').not.toContain(canary);
      // What Entrata calls a property is shown to administrators, and to nobody else.
      if (canary === canaries.propertyName) continue;
      expect(answers.join('\n'), 'an answer').not.toContain(canary);
    }

    // What the domain keeps of people and places is in its own columns and nowhere else.
    const knex = stage.opened().connect();
    const secretTexts = [
      canaries.clientSecret,
      canaries.webhookSecret,
      canaries.wrongSecret,
      canaries.refusedCode,
      canaries.apiLocation,
      canaries.upstreamWords,
      ...secrets,
    ];
    const everything = await dump(knex, []);
    for (const canary of secretTexts) expect(everything, 'the database').not.toContain(canary);
    const withoutPeople = await dump(knex, [
      'users',
      'property_operators',
      'houses',
      'entrata_clients',
      'entrata_properties',
    ]);
    for (const canary of Object.values(canaries))
      expect(withoutPeople, 'a log or task row').not.toContain(canary);
    await knex.destroy();
    const { address } = stage.opened();
    if (address.name === 'sqlite') {
      const folder = dirname(address.filename);
      for (const file of await readdir(folder)) {
        const bytes = await readFile(join(folder, file), 'latin1');
        for (const canary of secretTexts) expect(bytes, `the file ${file}`).not.toContain(canary);
      }
    }
  });
});
