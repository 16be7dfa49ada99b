import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve as serveHono } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../entrata-store/test/support/databases.js';
import { toFetchHandler } from '../src/fetch/index.js';
import type { App } from '../src/index.js';
import { startServer, toNodeListener } from '../src/node/index.js';
import { type BookingRig, type OfferedSlot, startBookingRig } from './booking/support/booking-rig.js';
import { signalOf } from './node/support/app-of.js';

interface Listener {
  readonly url: string;
  /** Accepts nothing new; resolves when the last connection is closed. */
  close(): Promise<unknown>;
}

interface Closable {
  address(): AddressInfo | string | null;
  close(callback: () => void): unknown;
}

const listenerOf = (server: Closable): Listener => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};

const embeddings: Record<string, (app: App) => Promise<Listener>> = {
  async startServer(app) {
    const server = await startServer(app);
    return { url: server.url, close: server.stop };
  },
  async 'node:http'(app) {
    const server = createServer(toNodeListener(app));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return listenerOf(server);
  },
  async Express(app) {
    const server = express().use(express.json(), toNodeListener(app)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    return listenerOf(server);
  },
  async Fastify(app) {
    const web = fastify();
    const listener = toNodeListener(app);
    web.addHook('onRequest', (request, reply, next) => {
      if (!app.owns((request.raw.url ?? '').split('?')[0] ?? '')) return next();
      reply.hijack();
      listener(request.raw, reply.raw);
    });
    const url = await web.listen({ port: 0, host: '127.0.0.1' });
    return { url, close: () => web.close() };
  },
  async Hono(app) {
    const web = new Hono();
    const handle = toFetchHandler(app);
    web.use((context) => handle(context.req.raw));
    const server = serveHono({ fetch: web.fetch, port: 0, hostname: '127.0.0.1' });
    await new Promise((resolve) => server.once('listening', resolve));
    return listenerOf(server);
  },
};

/** Posts on a connection that the client would go on using; fetch has no say in that. */
function post(url: string, authorization: string, body: unknown) {
  return new Promise<{ status: number; connection: string | undefined; body: string }>((resolve, reject) => {
    const headers = { authorization, 'content-type': 'application/json', connection: 'keep-alive' };
    const asked = httpRequest(url, { method: 'POST', headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      const { statusCode: status = 0, headers } = response;
      resolve({ status, connection: headers.connection, body: Buffer.concat(chunks).toString() });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });
}

await describeOnEachDatabase(
  'Shutting down with a booking in flight that Entrata takes 3 s for',
  (database) => {
    let rig: BookingRig;
    let slots: OfferedSlot[];
    beforeAll(async () => {
      rig = await startBookingRig(await database.open());
      slots = [...(await rig.slots(rig.houses[0].id))];
    });
    afterAll(() => rig?.close());

    test.each(Object.keys(embeddings))('answers it 201 in %s, and its rows say so', async (name) => {
      const sending = signalOf();
      const { app, entrata, store } = await rig.addInstance({
        atStep: (step) => {
          if (step === 'viewing.sending') sending.give();
        },
      });
      const listener = await embeddings[name]?.(app);
      if (listener === undefined) throw new Error('no such embedding');
      const renterId = await rig.addRenter(`Renter Of ${name}`);
      const { rawDate, rawTime } = slots.shift() ?? {};
      const before = rig.sandbox.ledger.appointments.length;
      rig.sandbox.fail({ method: 'sendLeads', fault: { kind: 'delay', ms: 3_000 } });
      const booking = post(`${listener.url}/api/viewings`, rig.as(renterId).authorization, {
        houseId: rig.houses[0].id,
        rawDate,
        rawTime,
      });
      await sending.given;

      // The documented order.
      const closed = listener.close();
      await app.stop();
      await closed;
      await entrata.close();
      await store.close();

      const { status, connection, body } = await booking;
      expect([status, connection]).toEqual([201, 'close']);
      expect(JSON.parse(body)).toMatchObject({ status: 'confirmed', rawDate, rawTime });
      const { items } = await rig.store.viewings.listByUser(renterId);
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({ status: 'confirmed', rawDate, rawTime });
      expect(rig.sandbox.ledger.appointments).toHaveLength(before + 1);
      expect(rig.sandbox.ledger.appointments.at(-1)).toMatchObject({ matchesOffer: true, rawTime });
    });
  },
  ['sqlite'],
);
