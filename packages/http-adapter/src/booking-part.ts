import type { TaskHandler } from 'entrata-store';
import type { AppPart } from './app-part.js';
import { createBooking } from './booking.js';
import type { Context } from './context.js';
import { deliverNotification } from './flows/notify.js';
import { reconcileViewing, resumeViewing, sweepViewings } from './flows/reconcile-viewings.js';
import { sendViewing } from './flows/send-viewing.js';
import { reconcileViewingTask, sendViewingTask } from './flows/viewing-tasks.js';
import { notifyTask } from './notifications.js';
import { appViewingRoutes } from './routes/app-viewings.js';
import { houseRoutes } from './routes/houses.js';
import { operatorRoutes } from './routes/operator.js';
import { tourTimesRoutes } from './routes/tour-times.js';
import { viewingRoutes } from './routes/viewings.js';

/** The app's half: tour times, bookings, the Tours screen, the operator's dashboard. */
export function createBookingPart(context: Context): AppPart {
  const booking = createBooking(context);

  /** A task holds nothing but an id: what is to be done is read from the row. */
  const onViewing =
    (
      work: (
        viewing: NonNullable<Awaited<ReturnType<typeof booking.store.viewings.find>>>,
      ) => Promise<unknown>,
    ): TaskHandler =>
    async ({ payload }) => {
      const viewing = await booking.store.viewings.find(String(payload.viewingId));
      if (viewing !== undefined) await work(viewing);
    };

  return {
    routes: [
      ...tourTimesRoutes(booking),
      ...viewingRoutes(booking),
      ...appViewingRoutes(booking),
      ...operatorRoutes(booking),
      ...houseRoutes(booking),
    ],
    tasks: {
      [notifyTask]: deliverNotification(booking),
      [sendViewingTask]: onViewing((viewing) =>
        resumeViewing(booking, viewing, (pending) => sendViewing(booking, pending)),
      ),
      [reconcileViewingTask]: onViewing(async (viewing) => {
        if (viewing.status === 'unknown') await reconcileViewing(booking, viewing);
      }),
    },
    sweep: () => sweepViewings(booking),
  };
}
