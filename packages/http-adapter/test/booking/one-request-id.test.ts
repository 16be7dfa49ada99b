import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnOneDatabase, type OpenDatabase } from '../../../entrata-store/test/support/databases.js';
import { createPart } from '../support/app-part.js';
import { type LogLine, recordingLogger } from '../support/recording-logger.js';
import { type BookingRig, caller, type OfferedSlot, startBookingRig } from './support/booking-rig.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
}

await describeOnOneDatabase('the log of a booking', (database) => {
  const lines: LogLine[] = [];
  const logger = recordingLogger(lines);
  let opened: OpenDatabase;
  let rig: BookingRig;
  let slots: OfferedSlot[];
  beforeAll(async () => {
    opened = await database.open();
    rig = await startBookingRig(opened, { app: { logger, lead: { cancelResultId: '602' } } });
    slots = [...(await rig.slots(rig.houses[0].id))];
  });
  afterAll(() => rig?.close());
  beforeEach(() => {
    lines.length = 0;
  });

  async function book(name: string, fault: Parameters<BookingRig['sandbox']['fail']>[0]['fault']) {
    const renter = rig.as(await rig.addRenter(name));
    const slot = slots.shift();
    rig.sandbox.fail({ method: 'sendLeads', fault });
    const { body, headers } = await renter.post<Viewing>('/api/viewings', {
      houseId: rig.houses[0].id,
      rawDate: slot?.rawDate,
      rawTime: slot?.rawTime,
    });
    const requestId = headers.get('x-request-id') ?? 'none';
    const read = async () => (await renter.get<Viewing>(`/api/viewings/${body.id}`)).body;
    return { renter, viewing: body, requestId, read };
  }

  async function pass(ms: number) {
    rig.clock.advance(ms);
    await rig.instance.app.idle();
  }

  /** What anybody reads who does not look for trouble. */
  const told = () => lines.filter(({ level }) => level !== 'debug');
  const messages = () => [...new Set(told().map(({ message }) => message))].sort();
  const ids = () =>
    [...new Set(told().map(({ fields: { requestId, viewingId } }) => `${requestId} ${viewingId}`))].sort();

  test('has the id of its request and its own in each line, from a lost reply to its end', async () => {
    const { viewing, requestId, read } = await book('Lost Then Found', { kind: 'lose_reply' });
    rig.sandbox.fail({ method: 'getLeads', fault: { kind: 'reset' } });
    await pass(3_000);
    await pass(60_000);
    await pass(6_000);
    expect(await read()).toMatchObject({ status: 'confirmed', appointment: 'verified' });
    expect(messages()).toEqual([
      'appointment looked up',
      'notification delivered',
      'task failed',
      'viewing looked up',
      'viewing moved on',
      'viewing not sent',
      'viewing requested',
    ]);
    expect(ids()).toEqual([`${requestId} ${viewing.id}`]);
    const calls = rig.sandbox.journal.filter(({ method }) => method === 'sendLeads' || method === 'getLeads');
    expect(calls.length).toBeGreaterThan(3);
    for (const { body } of calls) expect(body).toMatchObject({ requestId });
  });

  test('has both although only the sweep took it up again', async () => {
    const { viewing, requestId, read } = await book('Swept Up', { kind: 'lose_reply' });
    await rig.instance.app.idle();
    await opened.connect({ poolSize: 1 })('entrata_tasks').where('status', 'waiting').delete();
    rig.clock.advance(120_000);
    lines.length = 0;
    await createPart(rig.instance).sweep();
    const { items } = await rig.store.tasks.list({ requestId, status: 'waiting' });
    expect(items.map(({ kind }) => kind)).toEqual(['viewing.reconcile']);
    rig.sandbox.fail({ method: 'getLeads', fault: { kind: 'reset' } });
    await pass(130_000);
    await pass(130_000);
    await pass(6_000);
    expect((await read()).status).toBe('confirmed');
    expect(messages()).toEqual(expect.arrayContaining(['task failed', 'viewing looked up']));
    expect(ids()).toEqual([`${requestId} ${viewing.id}`]);
  });

  test('has both where it is refused, also in the line of the request', async () => {
    const { viewing, requestId } = await book('Refused There', { kind: 'error', code: 400, message: 'No' });
    expect(viewing.code).toBe('lead_rejected');
    await rig.instance.app.idle();
    expect(messages()).toEqual([
      'notification delivered',
      'request refused',
      'viewing moved on',
      'viewing not sent',
      'viewing requested',
    ]);
    const { viewingId } = told().find(({ message }) => message === 'viewing requested')?.fields ?? {};
    expect(viewingId).toBeTypeOf('string');
    expect(ids()).toEqual([`${requestId} ${viewingId}`]);
  });

  test('has both where its own process fails it', async () => {
    const broken = await rig.addInstance({
      atStep(step) {
        if (step === 'viewing.opened') throw new TypeError('a bug');
      },
    });
    const renter = caller(() => broken.url, await rig.addRenter('Meets Bug'));
    const { rawDate, rawTime } = slots.shift() ?? {};
    const answer = await renter.post('/api/viewings', { houseId: rig.houses[0].id, rawDate, rawTime });
    expect(answer.status).toBe(500);
    await broken.stop();
    const [requested, failed] = told();
    expect([requested?.message, failed?.message]).toEqual(['viewing requested', 'request failed']);
    const { viewingId, requestId } = requested?.fields ?? {};
    expect(viewingId).toBeTypeOf('string');
    expect(requestId).toBe(answer.headers.get('x-request-id'));
    expect(failed?.fields).toMatchObject({ viewingId, requestId, cause: 'TypeError' });
  });

  test('has the request’s own id where a call to Entrata had another', async () => {
    const [, sister] = rig.houses;
    rig.sandbox.fail({ method: 'getTourAvailability', fault: { kind: 'status', status: 500 } });
    const answer = await rig.as(undefined).get(`/api/tour-times?houseId=${sister.id}`);
    expect(answer.status).toBe(503);
    const line = lines.find(({ message }) => message === 'request failed');
    expect(line?.fields).toMatchObject({
      requestId: answer.headers.get('x-request-id'),
      call: 'getTourAvailability',
    });
  });

  test('has the id of the request that cancelled it from there on', async () => {
    const { renter, viewing } = await book('Cancels Later', { kind: 'lose_reply' });
    await pass(3_000);
    await pass(6_000);
    lines.length = 0;
    rig.sandbox.fail({ method: 'updateLeads', fault: { kind: 'reset' } });
    const asked = await renter.post<Viewing>(`/api/viewings/${viewing.id}/cancel`, {});
    await pass(6_000);
    expect(messages()).toEqual([
      'cancellation not carried yet',
      'cancellation requested',
      'notification delivered',
      'viewing moved on',
    ]);
    expect(ids()).toEqual([`${asked.headers.get('x-request-id')} ${viewing.id}`]);
  });

  test('says which booking a task belongs to that is dead', async () => {
    const { viewing, requestId } = await book('Dead Task', { kind: 'lose_reply' });
    rig.sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault: { kind: 'reset' } });
    for (let attempt = 0; attempt < 12; attempt += 1) await pass(700_000);
    const dead = lines.filter(
      ({ message, fields }) => message === 'task dead' && fields.kind === 'viewing.reconcile',
    );
    expect(dead).toMatchObject([{ level: 'error', fields: { viewingId: viewing.id, requestId } }]);
    const own = told().filter(({ fields }) => fields.requestId === requestId);
    expect(own.map(({ fields }) => fields.type)).toContain('task.dead');
    for (const { fields } of own) expect(fields).toMatchObject({ viewingId: viewing.id });
  });
});
