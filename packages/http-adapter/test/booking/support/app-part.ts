import type { TaskRun } from 'entrata-store';
import type { AppOptions } from '../../../src/app/options.js';
import { resolveSettings } from '../../../src/app/settings.js';
import { wire } from '../../../src/app/wiring.js';
import { acceptUnverified, noApproval } from '../../../src/index.js';
import type { BookingRig } from './booking-rig.js';

/** The app's half by itself, to sweep and to run one task of a booking at a chosen instant. */
export function createPart({ instance: { entrata, store } }: BookingRig, options: Partial<AppOptions> = {}) {
  const { lanes, sweeps } = wire(
    resolveSettings({
      entrata,
      store,
      webhook: { verify: acceptUnverified(), approval: noApproval() },
      authenticate: async () => undefined,
      ...options,
    }),
  );
  return {
    tasks: lanes.bookings,
    async sweep() {
      for (const sweep of sweeps) await sweep();
    },
  };
}

/** An attempt of a task of a viewing: by default the first of those that a cancellation's task has. */
export const runOf = (kind: string, viewingId: string, attempt = 1): TaskRun => ({
  id: 'task',
  kind,
  payload: { viewingId },
  requestId: undefined,
  attempt,
  maxAttempts: 300,
  signal: new AbortController().signal,
});
