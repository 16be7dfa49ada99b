// The cut-over of a PHP portal, step by step, on MariaDB: its tables, its users, its tokens, its paths.
import { randomBytes } from 'node:crypto';
import { apiApproval, createApp, jwtAuthenticator, urlSecret } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { aesGcmCipher } from 'entrata-store';
import { checkMapping, createKnexStore, migrate, sealSecrets } from 'entrata-store/knex';
import { createSigner } from 'fast-jwt';
import createKnex from 'knex';
import { nextTourTimes, waitForHouses } from '../call-app.js';
import { createOldSystem } from './old-system.js';
import { tables } from './tables.js';

const server = new URL(process.env.DATABASE_URL ?? 'mysql://root@127.0.0.1:3306/test');
const database = `example_${randomBytes(6).toString('hex')}`;
const open = (name: string) => {
  const connection = new URL(`/${name}`, server).href;
  return createKnex({ client: 'mysql2', connection, pool: { min: 0, max: 5 } });
};
const outer = open(server.pathname.slice(1));
await outer.raw(`create database ${database} character set utf8mb4`);
const knex = open(database);

// What was opened; closed in the opposite order, however the cut-over ends.
const closers: (() => Promise<unknown>)[] = [
  () => outer.destroy(),
  () => outer.raw(`drop database ${database}`),
  () => knex.destroy(),
];
try {
  await cutOver();
} finally {
  for (const close of closers.reverse()) await close();
}

async function cutOver(): Promise<void> {
  const sandbox = new FakeEntrata();
  const sandboxServer = await sandbox.listen();
  closers.push(() => sandboxServer.close());
  const [company] = sandbox.companies;
  const [property] = company?.properties ?? [];
  if (company === undefined || property === undefined) throw new Error('the sandbox is empty');
  await createOldSystem(knex, {
    ...company,
    token: sandbox.issueToken(company.subdomain),
    propertyId: property.id,
  });

  // 1. What do the tables lack? Read the ALTERs, judge them, run them; PHP goes on working meanwhile.
  const lacking = (await checkMapping(knex, tables)).filter(({ severity }) => severity === 'error');
  console.log(`checkMapping: ${lacking.length > 0 ? 'says what is missing' : 'finds nothing'}`);
  for (const { alter } of lacking) if (alter !== undefined) await knex.raw(alter);
  // 2. New columns are empty in old rows. A client that PHP connected is one whose token works, and its houses stay the
  // same rows: without this they would be neither seen nor updated, and come a second time.
  await knex('entrata_clients').whereNull('status').update({ status: 'active', token_version: 1 });
  await knex.raw(`update houses h join entrata_clients c on c.user_id = h.user_id
    set h.entrata_client_id = c.id, h.unit_key = '', h.source_hash = '',
      h.entrata_status = if(h.status = 1, 'active', 'hidden'),
      h.office_hours = '[]', h.amenities = '[]', h.images = '[]', h.floor_plans = '[]'
    where h.crm_name = 'entrata' and h.entrata_client_id is null`);
  console.log(
    `checkMapping again: ${(await checkMapping(knex, tables)).filter(({ severity }) => severity === 'error').length} errors`,
  );

  // 3. Our own tables beside theirs. It refuses to start while an error is left.
  await migrate(knex, { tables });

  // 4. The adapter on the portal's paths, with its users' tokens. Entrata's tokens that PHP left in clear are read, new ones
  // sealed; as long as PHP reads them too, the cipher is 'plaintext'.
  const cipher = aesGcmCipher({ keys: { one: randomBytes(32) }, activeKeyId: 'one' });
  const store = createKnexStore({ knex, cipher, tables, unsealed: 'read' });
  const entrata = createEntrata({ oauth: sandbox.oauth, ...sandboxServer.options });
  closers.push(
    () => store.close(),
    () => entrata.close(),
  );
  const [webhookSecret, jwtSecret] = ['a-secret-in-the-webhook-url', 'a-secret-that-signs-tokens'];
  const app = createApp({
    entrata,
    store,
    webhook: { verify: urlSecret(webhookSecret), approval: apiApproval() },
    // The app's tokens never expire, and an agent belongs to the operator of equal company name.
    authenticate: jwtAuthenticator({
      secret: jwtSecret,
      store,
      allowMissingExp: true,
      operatorByCompanyName: true,
    }),
  });
  const { url, stop } = await startServer(app);
  closers.push(stop);

  const webhook = await sandbox.sendWebhook(`${url}/api/external/entrata/index.php/${webhookSecret}`, {
    requestType: 'ACTIVATION',
    subdomain: company.subdomain,
    propertyId: property.id,
    withCode: false,
  });
  console.log(`webhook without a code, on PHP's token: ${webhook.status}`);
  await app.idle();
  const ofEntrata = await knex('houses').where({ crm_name: 'entrata' });
  const [{ title, status, price_pm }] = ofEntrata;
  const isNew = title !== 'As PHP stored it' && Number(price_pm) > 0;
  console.log(
    `its house: ${ofEntrata.length} row, ${isNew ? 'brought up to date' : 'left as it was'}, status ${status}`,
  );

  const token = createSigner({ key: jwtSecret })({ data: { id: '8' } });
  const [house] = await waitForHouses(url, token, 1);
  if (house === undefined) throw new Error('there is no house');

  const [slot] = await nextTourTimes(url, token, house.id);
  const form = new URLSearchParams({
    jwt: token,
    houseId: house.id,
    message: 'Hello',
    isEntrataHouse: 'true',
    entrataSlotDate: slot?.rawDate ?? '',
    entrataSlotTime: slot?.rawTime ?? '',
  });
  const booking = await fetch(`${url}/api/requestViewing.php`, { method: 'POST', body: form });
  const request = await knex('viewing_requests').where('house_id', house.id).first();
  console.log(`requestViewing.php: ${booking.status}, viewing_requests: ${request.status}`);
  console.log(
    `external_id is the lead at Entrata: ${request.external_id === sandbox.ledger.leads[0]?.leadId}`,
  );

  // 5. Seal what is still in clear. It may be stopped and run again; afterwards `unsealed` goes.
  const { rewritten } = await sealSecrets(knex, { cipher, tables });
  const { access_token: kept } = await knex('entrata_clients').first();
  console.log(
    `sealed ${rewritten} secret, the table holds ${kept.startsWith('sealed:') ? 'no token in clear' : kept}`,
  );
}
