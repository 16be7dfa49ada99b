import type { TaskRun } from 'entrata-store';
import type { AppOptions } from '../../src/app/options.js';
import { resolveSettings } from '../../src/app/settings.js';
import { wire } from '../../src/app/wiring.js';
import { acceptUnverified, noApproval } from '../../src/index.js';
import type { Rig } from './rig.js';

/** The app's half by itself, to sweep and to run one task at a chosen instant. */
export function createPart(
  { entrata, store }: Pick<Rig, 'entrata' | 'store'>,
  options: Partial<AppOptions> = {},
) {
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
    tasks: { ...lanes.properties, ...lanes.bookings },
    async sweep() {
      for (const sweep of sweeps) await sweep();
    },
  };
}

/** An attempt of a task: by default the first of those that a cancellation's task has. */
export const runOf = (kind: string, payload: TaskRun['payload'], attempt = 1): TaskRun => ({
  id: 'task',
  kind,
  payload,
  requestId: undefined,
  attempt,
  maxAttempts: 300,
  signal: new AbortController().signal,
});
