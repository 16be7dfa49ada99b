import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../server/config.js';
import { loadWire } from '../server/load-wire.js';
import { sandboxEndpoints } from '../server/sandbox-endpoints.js';
import { serve } from '../server/serve.js';

const config = readConfig({
  PORT: '0',
  DATABASE_FILE: ':memory:',
  ENTRATA_CLIENT_ID: 'demo.sandbox',
  ENTRATA_CLIENT_SECRET: 'sandbox-secret',
  WEBHOOK_SECRET: 'sixteen-characters',
  JWT_SECRET: 'sixteen-characters',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  LOG_LEVEL: 'silent',
});

const module = `
import { inventedIlsWire } from 'entrata-sdk';
const renamed = (wire) => ({ ...wire, service: 'partners', method: \`\${wire.method}V2\` });
export const wire = {
  paths: { ils: '/api/partners' },
  ils: Object.fromEntries(Object.entries(inventedIlsWire).map(([name, wire]) => [name, renamed(wire)])),
  webhook: { methods: ['POST'], parameters: { cid: ['company'] } },
};
`;

it('the example server speaks the wire of a module, and no name that is invented', async () => {
  const folder = await mkdtemp(join(import.meta.dirname, 'wire-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'wire.mjs');
  await writeFile(file, module);
  const wire = await loadWire(file);
  const sandbox = new FakeEntrata({ wire });
  const entrata = await sandbox.listen();
  const server = await serve(config, { entrata: sandboxEndpoints(entrata.url, wire) });
  onTestFinished(async () => {
    await server.stop();
    await entrata.close();
  });
  expect(server.missingIlsCalls).toEqual([]);
  const [company] = sandbox.companies;
  const { subdomain = '' } = company ?? {};
  const propertyId = company?.properties[0]?.id ?? '';
  const answer = await sandbox.sendWebhook(server.webhookUrl, {
    requestType: 'ACTIVATION',
    subdomain,
    propertyId,
  });
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { status: 'accepted' }]);
  await expect.poll(async () => (await server.store.houses.list()).items.length, { timeout: 20_000 }).toBe(1);
  expect(sandbox.approvals).toHaveLength(1);
  const asked = sandbox.journal.filter(({ surface }) => surface === 'ils');
  expect(asked.length).toBeGreaterThan(2);
  for (const { method, path } of asked) {
    if (method === 'getClientInfo') continue;
    expect(method).toMatch(/V2$/);
    expect(path).toBe(`/${subdomain}/api/partners/partners`);
  }
});

it.each([
  ['LEAD_SOURCE_ID', 'website'],
  ['LEAD_SOURCE_ID', '-1'],
  ['CANCEL_RESULT_ID', '9'.repeat(400)],
])('refuses %s when it is %j, unless the wire profile knows such ids', async (name, id) => {
  const refused = serve({ ...config, [name]: id });
  await expect(refused).rejects.toThrow(`${name} must be an id of Entrata`);
});

it('takes an id of the form that the wire profile gives', async () => {
  const wire = { ids: /[a-z]+\/\d+/ };
  const server = await serve({ ...config, LEAD_SOURCE_ID: 'source/7' }, { entrata: { wire } });
  await server.stop();
});

it('without a module it says which calls it does not send, and sends none of them', async () => {
  const sandbox = new FakeEntrata();
  const entrata = await sandbox.listen();
  const { hosts } = entrata.options.wire;
  const server = await serve(config, { entrata: { wire: { hosts }, allowInsecureLoopback: true } });
  onTestFinished(async () => {
    await server.stop();
    await entrata.close();
  });
  expect(server.missingIlsCalls).toContain('approveProperty');
  const [company] = sandbox.companies;
  const { subdomain = '', cid = '' } = company ?? {};
  const propertyId = company?.properties[0]?.id ?? '';
  await sandbox.sendWebhook(server.webhookUrl, { requestType: 'ACTIVATION', subdomain, propertyId });
  const client = () => server.store.clients.findByCid(cid);
  await expect
    .poll(
      async () => {
        const property = await server.store.properties.findByEntrataId(
          (await client())?.id ?? '',
          propertyId,
        );
        return property?.lastError;
      },
      { timeout: 20_000 },
    )
    .toBeTruthy();
  expect(sandbox.journal.map(({ method }) => method)).toEqual(['getAccessToken', 'getClientInfo']);
});
