import { migrate } from 'entrata-store/knex';
import { expect, test } from 'vitest';
import { describeOnEachDatabase, engines } from '../../entrata-store/test/support/databases.js';
import { isLongRun } from '../../entrata-store/test/support/level.js';
import { runBookingsSoak } from '../soak/bookings/run-soak.js';
import { livingCompany } from '../soak/webhooks/companies.js';
import { liveAndKill } from '../soak/webhooks/live-and-kill.js';

// The short forms of `npm run soak:bookings` and `npm run soak:webhooks`.
await describeOnEachDatabase(
  'Through kills, lost replies and clocks that jump,',
  (database) => {
    // Nobody would serve one file from three machines.
    const processes = database.name === 'sqlite' ? 1 : 3;

    test('no booking, move or cancellation is lost, doubled, denied or invented', async () => {
      const report = await runBookingsSoak({
        engine: database.name,
        processes,
        bookings: 40,
        lostReplies: 12,
        killEveryMs: 1_500,
        clockSkewMs: 60_000,
        seed: 1,
      });
      expect(report).toMatchObject({
        engine: database.name,
        processes,
        bookings: 46,
        lost: 0,
        doubled: 0,
        appointmentsDenied: 0,
        appointmentsInvented: 0,
      });
      expect(report.confirmed + report.rejected + report.unknown).toBe(46);
      for (const count of ['lostReplies', 'kills', 'cancels', 'moves', 'updates', 'confirmed'] as const) {
        expect(report[count], count).toBeGreaterThan(0);
      }
    });

    test('no webhook, suspension or revocation is lost or doubled beside refreshes', async () => {
      const opened = await database.open();
      try {
        await migrate(opened.connect({ poolSize: 1 }));
        const report = await liveAndKill({
          address: opened.address,
          companies: ['7001', '7002'].map((cid) => livingCompany(cid, 6)),
          processes,
          clockSkewMs: 60_000,
          seconds: 8,
          seed: 1,
        });
        expect(report).toMatchObject({ lost: 0, doubled: 0, suspensionsLost: 0 });
        for (const count of ['kills', 'refreshes', 'revokes', 'acknowledged'] as const) {
          expect(report[count], count).toBeGreaterThan(0);
        }
      } finally {
        await opened.drop();
      }
    });
  },
  isLongRun ? engines : ['postgres'],
);
