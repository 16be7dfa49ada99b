import type { Step } from 'entrata-http-adapter';
import { standsForAll } from '../../../entrata-store/test/support/level.js';
import { declareCrashes } from './support/declare-crashes.js';

// On the servers, in the short run: after some of the commits, and left without a redelivery after the first ones.
const onServers: readonly Step[] = ['code.claimed', 'event.accepted', 'approval.recorded', 'listing.stored'];
const resumedOnServers: readonly Step[] = ['webhook.logged', 'code.kept'];

await declareCrashes({
  isTried: ({ step }, { database }) => standsForAll(database) || onServers.includes(step),
  isResumed: ({ step }, { database }) => standsForAll(database) || resumedOnServers.includes(step),
});
