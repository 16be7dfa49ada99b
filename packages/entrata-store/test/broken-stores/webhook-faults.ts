import type { NewWebhook, WebhookRepository } from '../../src/index.js';
import { type Fault, fault } from './fault.js';

/** What a store would keep that goes by the last call alone. */
const ends = new Map<string, Parameters<WebhookRepository['recordOutcome']>[1]>();

export const webhookFaults: readonly Fault[] = [
  fault('webhooks.append returns before the row is there', 'webhooks', (sound) => ({
    append: async (webhook) => {
      setTimeout(() => void sound.append(webhook).catch(() => {}), 20);
    },
  })),
  fault('webhooks.append decodes the query', 'webhooks', (sound) => ({
    append: (webhook) => sound.append({ ...webhook, rawQuery: webhook.rawQuery.replaceAll('+', ' ') }),
  })),
  fault('webhooks.append cuts instants to the second', 'webhooks', (sound) => ({
    append: (webhook) =>
      sound.append({ ...webhook, receivedAt: webhook.receivedAt.replace(/\.\d+Z/, '.000Z') }),
  })),
  fault('webhooks.append swallows a log id used twice', 'webhooks', (sound) => ({
    append: (webhook) =>
      sound.append(webhook).catch((error: { code?: string }) => {
        if (error.code !== 'conflict') throw error;
      }),
  })),
  fault('webhooks.append stores what is no instant', 'webhooks', (sound) => ({
    append: (webhook: NewWebhook) =>
      sound.append(
        webhook.receivedAt === 'yesterday' ? { ...webhook, receivedAt: '2026-01-01T00:00:00.000Z' } : webhook,
      ),
  })),
  fault('webhooks.find tells the instant for the number', 'webhooks', (sound) => ({
    find: async (logId) => {
      const webhook = await sound.find(logId);
      return webhook && { ...webhook, seq: Date.parse(webhook.receivedAt) };
    },
  })),
  fault('webhooks.recordSender forgets', 'webhooks', () => ({ recordSender: async () => {} })),
  fault('webhooks.interrupted lists what nobody checked', 'webhooks', (sound) => ({
    interrupted: async (before) => {
      const { items } = await sound.list({ to: before }, { limit: 500 });
      return {
        items: items.filter(({ outcome }) => outcome === undefined).reverse(),
        next: undefined,
      };
    },
  })),
  fault('webhooks.interrupted lists what is worked on', 'webhooks', (sound) => ({
    interrupted: (_, page) => sound.interrupted('9999-01-01T00:00:00.000Z', page),
  })),
  fault('webhooks.recordOutcome keeps the first end', 'webhooks', (sound) => ({
    recordOutcome: async (logId, end) => {
      if ((await sound.find(logId))?.outcome === undefined) await sound.recordOutcome(logId, end);
    },
  })),
  fault('webhooks.recordOutcome writes over what has ended', 'webhooks', (sound) => ({
    recordOutcome: async (logId, end) => {
      ends.set(logId, end);
      await sound.recordOutcome(logId, end);
    },
    find: async (logId) => {
      const webhook = await sound.find(logId);
      return webhook && { ...webhook, ...ends.get(logId) };
    },
  })),
  fault('webhooks.decideHeld decides for everybody', 'webhooks', (sound) => ({
    decideHeld: async (logId, outcome) => {
      await sound.recordOutcome(logId, { outcome, httpStatus: 200, durationMs: 0 });
      return true;
    },
  })),
  fault('webhooks.list includes the end of a range', 'webhooks', (sound) => ({
    list: (filter, page) =>
      sound.list(
        filter?.to === undefined
          ? filter
          : { ...filter, to: new Date(Date.parse(filter.to) + 1).toISOString() },
        page,
      ),
  })),
  fault('webhooks.countByTypeAndDay counts days of another zone', 'webhooks', (sound) => ({
    countByTypeAndDay: (range) => {
      const later = (instant: string) => new Date(Date.parse(instant) + 6 * 3_600_000).toISOString();
      return sound.countByTypeAndDay({ from: later(range.from), to: later(range.to) });
    },
  })),
  fault('webhooks.purge takes one that is not old enough', 'webhooks', (sound) => ({
    purge: (before, limit) => sound.purge(new Date(Date.parse(before) + 1).toISOString(), limit),
  })),
];
