import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { codeProof } from '../../src/index.js';
import { type CompanyRig, onEachDatabase } from '../support/on-each-database.js';

const activate = (rig: CompanyRig, more: object = {}) =>
  rig.send({
    requestType: 'ACTIVATION',
    subdomain: rig.company.subdomain,
    propertyId: rig.propertyId,
    ...more,
  });

const warnings = (rig: CompanyRig) =>
  rig.logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

await onEachDatabase('A log that fails', (stage) => {
  test('is a warning: the webhook is worked on all the same', async () => {
    const rig = await stage.rig();
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
    const rig = await stage.rig({ webhook: { verify: codeProof() } });
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
      const startedAt = performance.now();
      const answer = await activate(rig);
      const tookMs = performance.now() - startedAt;
      await knex.raw(unlock);
      await knex.destroy();
      expect([answer.httpStatus, answer.status]).toEqual([200, 'accepted']);
      expect(tookMs).toBeGreaterThan(190);
      expect(tookMs).toBeLessThan(4_500);
      expect(warnings(rig)).toContain('a webhook could not be logged');
      await expect
        .poll(() => rig.store.webhooks.find(answer.logId))
        .toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    });
  },
  ['postgres', 'mariadb'],
);

await onEachDatabase("A webhook's deadline", (stage) => {
  test('is kept when Entrata does not answer: 503, and the work is done later from the rows', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 1_000 } });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 2_000 } });
    const startedAt = performance.now();
    const answer = await activate(rig, { code });
    expect(performance.now() - startedAt).toBeLessThan(1_900);
    expect([answer.httpStatus, answer.status]).toEqual([503, 'deadline_exceeded']);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    // No redelivery: the task that was committed with the claim of the code brings it to its end.
    await expect
      .poll(() => rig.store.webhooks.find(answer.logId), { timeout: 15_000 })
      .toMatchObject({ outcome: 'accepted', httpStatus: 200 });
    await rig.settled();
    expect(rig.sandbox.approvals).toHaveLength(1);
    expect(rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(1);
  });

  test('passed, the work that is done later does not undo what came in meanwhile', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 1_000 } });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 2_000 } });
    const late = await activate(rig, { code });
    expect(late.status).toBe('deadline_exceeded');
    expect((await activate(rig, { code })).status).toBe('accepted');
    const suspension = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
    expect(suspension.status).toBe('accepted');
    await expect
      .poll(() => rig.store.webhooks.find(late.logId), { timeout: 15_000 })
      .toMatchObject({ outcome: 'ignored', errorCode: 'superseded' });
    await rig.settled();
    const client = await rig.store.clients.findByCid(rig.company.cid);
    const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
    expect(property).toMatchObject({ state: 'suspended', logId: suspension.logId });
  });

  test('passed, a redelivery of the same webhook finds what was done', async () => {
    const rig = await stage.rig({ webhook: { deadlineMs: 1_000 }, withoutWorkers: true });
    const code = rig.sandbox.issueCode(rig.company.subdomain);
    rig.sandbox.fail({ method: 'getClientInfo', fault: { kind: 'delay', ms: 2_000 } });
    expect((await activate(rig, { code })).httpStatus).toBe(503);
    const again = await activate(rig, { code });
    expect([again.httpStatus, again.status]).toEqual([200, 'accepted']);
    expect(rig.sandbox.journal.filter(({ method }) => method === 'getAccessToken')).toHaveLength(1);
  });
});

await onEachDatabase(
  'A database that is away',
  (stage) => {
    test('is answered 503 with Retry-After, and heals by itself', async () => {
      const rig = await stage.rig({ webhook: { logTimeoutMs: 200, deadlineMs: 1_000 } });
      await activate(rig);
      await rig.settled();
      const knex = stage.opened().connect({ poolSize: 1 });
      const tables = ['entrata_clients', 'entrata_properties', 'entrata_webhooks'];
      await knex.raw(
        stage.database === 'postgres'
          ? `begin; lock table ${tables.join(', ')} in access exclusive mode`
          : `lock tables ${tables.map((table) => `${table} write`).join(', ')}`,
      );
      const answer = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
      expect(answer.httpStatus).toBe(503);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      await knex.raw(stage.database === 'postgres' ? 'commit' : 'unlock tables');
      await knex.destroy();
      await delay(50);
      const again = await activate(rig, { requestType: 'SUSPENDED', withCode: false });
      expect([again.httpStatus, ['accepted', 'duplicate'].includes(again.status)]).toEqual([200, true]);
      await rig.settled();
      const client = await rig.store.clients.findByCid(rig.company.cid);
      const property = await rig.store.properties.findByEntrataId(client?.id ?? '', rig.propertyId);
      expect(property).toMatchObject({ state: 'suspended' });
    });
  },
  ['postgres', 'mariadb'],
);
