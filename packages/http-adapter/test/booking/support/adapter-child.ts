import { acceptUnverified, createApp, jwtAuthenticator, noApproval, type Step } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { createKnexStore } from 'entrata-store/knex';
import { connectTo } from '../../../../entrata-store/test/support/connect-to.js';
import { type ClockMessage, setClockOff } from '../../support/own-clock.js';
import { type ChildConfig, type DoomMessage, jwtSecret, readyMessage } from './child-config.js';

/** An adapter in a process of its own, which a test may kill. Told what to do by its one argument. */
let doom: DoomMessage | undefined;
const config = JSON.parse(process.argv[2] ?? '') as ChildConfig;

const store = createKnexStore({ knex: connectTo(config.address), cipher: 'plaintext' });
const entrata = createEntrata({ retry: { maxRetries: 0 }, ...config.sandbox });
const app = createApp({
  entrata,
  store,
  webhook: { verify: acceptUnverified(), approval: noApproval() },
  authenticate: jwtAuthenticator({ secret: jwtSecret, store }),
  booking: config.limits,
  worker: { leaseMs: config.taskLeaseMs, pollMs: 50 },
  lead: { cancelResultId: '602', existing: config.existing ?? 'send' },
  atStep: (step: Step) => {
    // No handler runs, nothing is flushed: as if the machine had lost its power.
    if (step === doom?.dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
const server = await startServer(app);
process.send?.(readyMessage(server.url));
process.on('message', (message: DoomMessage | ClockMessage) => {
  if ('clockOffMs' in message) setClockOff(message.clockOffMs);
  else doom = message;
});
process.on('disconnect', () => process.exit());
