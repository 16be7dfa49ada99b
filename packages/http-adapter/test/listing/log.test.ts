import { expect, test } from 'vitest';
import { codeProof } from '../../src/index.js';
import { type CompanyRig, onEachDatabase, onOneDatabase } from '../support/on-each-database.js';
import type { WebhookResult } from '../support/rig.js';

const activate = (rig: CompanyRig, more: object = {}) =>
  rig.send({
    requestType: 'ACTIVATION',
    subdomain: rig.company.subdomain,
    propertyId: rig.propertyId,
    ...more,
  });

/** Sends a webhook until it is answered 200, as Entrata would: a slow machine may miss the tests' short deadline. */
async function redeliver(send: () => Promise<WebhookResult>): Promise<WebhookResult> {
  for (;;) {
    const answer = await send();
    if (answer.httpStatus === 200) return answer;
    expect(answer.httpStatus).toBe(503);
  }
}

const warnings = (rig: CompanyRig) =>
  rig.logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

await onEachDatabase('A log that fails', (stage) => {
  test('is a warning: the webhook is worked on all the same', async () => {
    const rig = await stage.rig({ isLogWhole: false });
    // The table goes while the server runs: one that starts without it says so instead.
    await rig.store.ping();
    const knex = stage.opened().connect();
    await knex.schema.renameTable('entrata_webhooks', 'entrata_webhooks_away');
    try {
      const answer = await activate(rig);
      expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
      expect(warnings(rig)).toContain('a webhook could not be logged');
      const line = rig.logger.lines.find(({ message }) => message === 'a webhook could not be logged');
      expect(line?.fields.requestId).toBe(answer.logId);
      await rig.settled();
      const client = await rig.store.clients.findByCid(rig.company.cid);
      const houses = await rig.store.houses.list({ clientId: client?.id ?? '' });
      expect(houses.items.map(({ status }) => status)).toEqual(['active']);
    } finally {
      await knex.schema.renameTable('entrata_webhooks_away', 'entrata_webhooks');
      await knex.destroy();
    }
  });

  test('cannot hold an event: the answer is 503, not a promise', async () => {
    const rig = await stage.rig({ isLogWhole: false, webhook: { verify: codeProof() } });
    const knex = stage.opened().connect();
    await knex.schema.renameTable('entrata_webhooks', 'entrata_webhooks_away');
    try {
      const answer = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
      expect([answer.httpStatus, answer.status]).toEqual([503, 'unavailable']);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    } finally {
      await knex.schema.renameTable('entrata_webhooks_away', 'entrata_webhooks');
      await knex.destroy();
    }
  });
});

// A table of SQLite cannot be locked by itself.
await onEachDatabase(
  'A log that hangs',
  (stage) => {
    test('holds a webhook up for its own limit and no longer, and still gets its row', async () => {
      const rig = await stage.rig({ webhook: { logTimeoutMs: 200 } });
      const knex = stage.opened().connect({ poolSize: 1 });
      const [lock, unlock] =
        stage.database === 'postgres'
          ? ['begin; lock table entrata_webhooks in access exclusive mode', 'commit']
          : ['lock tables entrata_webhooks write', 'unlock tables'];
      await knex.raw(lock);
      // Unlocked only once it is answered: waiting for the row would never end.
      const answer = await activate(rig);
      await knex.raw(unlock);
      await knex.destroy();
      expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
      expect(warnings(rig)).toContain('a webhook could not be logged');
      await expect
        .poll(() => rig.store.webhooks.find(answer.logId))
        .toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    });
  },
  ['postgres', 'mariadb'],
);

await onEachDatabase(
  'A file that another process writes to',
  (stage) => {
    test('holds the log up for its own limit and no longer; the work is done once it is free', async () => {
      const rig = await stage.rig({ webhook: { logTimeoutMs: 200 } });
      const knex = stage.opened().connect();
      // A transaction that has written keeps every other writer out.
      const writing = await knex.transaction();
      await writing('entrata_webhooks').where('log_id', 'none').delete();
      const answering = activate(rig);
      await expect.poll(() => warnings(rig)).toContain('a webhook could not be logged');
      await writing.commit();
      await knex.destroy();
      const answer = await answering;
      expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
      await expect
        .poll(() => rig.store.webhooks.find(answer.logId))
        .toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    });
  },
  ['sqlite'],
);

await onOneDatabase("A webhook's deadline", (stage) => {
  test('is kept when Entrata does not answer: 503, and the work is done later from the rows', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 2_000 } });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 5_000 } });
    const answer = await activate(rig, { code });
    expect([answer.httpStatus, answer.status]).toEqual([503, 'deadline_exceeded']);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    // No redelivery: the task that was committed with the claim of the code brings it to its end.
    await expect
      .poll(() => rig.store.webhooks.find(answer.logId))
      .toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    await rig.settled();
    expect(rig.sandbox.approvals).toHaveLength(1);
    expect(rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(1);
  });

  test('passed during the exchange, says so in the row, and a fresh webhook heals what was lost', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 2_000 }, withoutWorkers: true });
    const fault = { kind: 'delay', ms: 5_000, afterCommit: true } as const;
    rig.sandbox.fail({ method: 'getAccessToken', fault });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    const late = await activate(rig, { code });
    expect([late.httpStatus, late.status]).toEqual([503, 'deadline_exceeded']);
    await expect
      .poll(() => rig.store.webhooks.find(late.logId))
      .toMatchObject({ outcome: 'failed', httpStatus: 503, errorCode: 'deadline_exceeded' });
    expect(await rig.store.clients.findByCid(rig.company.cid)).toBeUndefined();
    expect(await activate(rig, { code })).toMatchObject({ httpStatus: 422, status: 'code_rejected' });
    await redeliver(() => activate(rig));
    expect(await rig.store.clients.findByCid(rig.company.cid)).toMatchObject({ status: 'active' });
  });

  test('passed, the work that is done later does not undo what came in meanwhile', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 2_000 } });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 5_000 } });
    const late = await activate(rig, { code });
    expect(late.status).toBe('deadline_exceeded');
    expect(await redeliver(() => activate(rig, { code }))).toMatchObject({ httpStatus: 200 });
    await redeliver(() => activate(rig, { requestType: 'SUSPENDED', withCode: false }));
    await expect
      .poll(() => rig.store.webhooks.find(late.logId))
      .toMatchObject({ outcome: 'ignored', errorCode: 'superseded' });
    await rig.settled();
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
    expect(property).toMatchObject({ state: 'suspended' });
    expect(property?.logId).not.toBe(late.logId);
  });

  test('passed, a redelivery of the same webhook finds what was done', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 2_000 }, withoutWorkers: true });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 5_000 } });
    expect((await activate(rig, { code })).httpStatus).toBe(503);
    expect(await redeliver(() => activate(rig, { code }))).toMatchObject({ httpStatus: 200 });
    expect(rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(1);
  });
});

await onEachDatabase('A database that is away', (stage) => {
  test('is answered 503 with Retry-After, and heals by itself', async () => {
    const rig = await stage.rig({ webhook: { logTimeoutMs: 200, deadlineMs: 2_000 } });
    await redeliver(() => activate(rig));
    await rig.settled();
    const knex = stage.opened().connect({ poolSize: 1 });
    const tables = ['entrata_clients', 'entrata_properties', 'entrata_webhooks'];
    const locking = await knex.transaction();
    if (stage.database === 'sqlite') await locking('entrata_webhooks').where('log_id', 'none').delete();
    else if (stage.database === 'mariadb')
      await locking.raw(`lock tables ${tables.map((table) => `${table} write`).join(', ')}`);
    else await locking.raw(`lock table ${tables.join(', ')} in access exclusive mode`);
    const answer = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
    expect(answer.httpStatus).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    if (stage.database === 'mariadb') await locking.raw('unlock tables');
    await locking.commit();
    await knex.destroy();
    await redeliver(() => activate(rig, { requestType: 'SUSPENDED', withCode: false }));
    await rig.settled();
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
    expect(property).toMatchObject({ state: 'suspended' });
  });
});
