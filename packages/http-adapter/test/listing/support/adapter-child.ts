import { apiApproval, createApp, urlSecret } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { connectTo } from '../../../../entrata-store/test/support/connect-to.js';
import { type ClockMessage, setClockOff } from '../../support/own-clock.js';
import { storeOn, webhookSecret } from '../../support/rig.js';
import type { ChildConfig, ReadyMessage } from './child-config.js';

// An adapter in a process of its own, which may be killed. Its one argument is a ChildConfig, written by the
// parent from the same type.
const config = JSON.parse(process.argv[2] ?? '') as ChildConfig;

let times = 0;
const app = createApp({
  entrata: createEntrata({ oauth: config.oauth, ...config.sandbox }),
  store: storeOn(connectTo(config.address)),
  webhook: {
    verify: urlSecret(webhookSecret),
    approval: apiApproval(),
    ...(config.deadlineMs === undefined ? {} : { deadlineMs: config.deadlineMs }),
  },
  authenticate: async ({ headers }) =>
    headers['x-test-role'] === 'admin' ? { role: 'admin', userId: 'test-admin' } : undefined,
  ...(config.leaseMs === undefined ? {} : { worker: { leaseMs: config.leaseMs } }),
  atStep: (step) => {
    // No handler runs, nothing is flushed: as if the machine had lost its power.
    if (step === config.dieAt && ++times === (config.dieAtTime ?? 1)) process.kill(process.pid, 'SIGKILL');
  },
});
const server = await startServer(app);
const ready: ReadyMessage = { url: server.url };
process.send?.(ready);
process.on('message', ({ clockOffMs }: ClockMessage) => setClockOff(clockOffMs));
process.on('disconnect', () => process.exit());
