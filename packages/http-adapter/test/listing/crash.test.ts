import type { Step } from 'entrata-http-adapter';
import { isLongRun, standsForAll } from '../../../entrata-store/test/support/level.js';
import { declareCrashes } from './support/declare-crashes.js';

// In the short run: on one engine, left without a redelivery where that makes a difference; on the servers, after some of the
// commits.
const resumed: readonly Step[] = ['webhook.logged', 'code.claimed', 'code.kept', 'webhook.completed'];
const onServers: readonly Step[] = ['event.accepted', 'listing.stored'];
const resumedOnServers: readonly Step[] = ['code.kept'];

await declareCrashes({
  isTried: ({ step }, { database }) => standsForAll(database) || onServers.includes(step),
  isResumed: ({ step }, { database }) =>
    isLongRun || (standsForAll(database) ? resumed : resumedOnServers).includes(step),
});
