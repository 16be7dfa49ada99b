import { apiApproval, createApp, urlSecret } from 'entrata-http-adapter';
import { createEntrata } from 'entrata-sdk';
import { createMemoryStore } from 'entrata-store';
import { expect, it } from 'vitest';

const withLimits = (booking: { sendDeadlineMs?: number; sendLeaseMs?: number }) => () =>
  createApp({
    entrata: createEntrata(),
    store: createMemoryStore(),
    webhook: { verify: urlSecret('sixteen-characters'), approval: apiApproval() },
    authenticate: async () => undefined,
    booking,
  });

it('refuses a lease that ends while the lead may still be on its way', () => {
  expect(withLimits({ sendDeadlineMs: 20_000 })).toThrow(RangeError);
  expect(withLimits({ sendDeadlineMs: 5_000, sendLeaseMs: 5_000 })).toThrow(RangeError);
  expect(withLimits({ sendDeadlineMs: 5_000, sendLeaseMs: 5_001 })).not.toThrow();
});
