import { isEntrataError } from 'entrata-sdk';
import { isStoreError, type TaskHandler, type ViewingRecord } from 'entrata-store';
import type { AppPart } from './app-part.js';
import { type Booking, createBooking } from './booking.js';
import type { Context } from './context.js';
import { describeError } from './describe-error.js';
import { carryCancellation } from './flows/cancel-viewing.js';
import { deliverNotification } from './flows/deliver-notification.js';
import { reconcileViewing } from './flows/reconcile-viewing.js';
import { resumeViewing } from './flows/resume-viewing.js';
import { verifyAppointment } from './flows/verify-appointment.js';
import { createViewingSweep } from './flows/viewing-sweep.js';
import {
  cancelViewingTask,
  reconcileViewingTask,
  sendViewingTask,
  verifyAppointmentTask,
} from './flows/viewing-tasks.js';
import { notifyTask } from './notifications.js';
import { AdapterError } from './problem.js';
import { appViewingRoutes } from './routes/app-viewings.js';
import { houseRoutes } from './routes/houses.js';
import { operatorRoutes } from './routes/operator.js';
import { tourTimesRoutes } from './routes/tour-times.js';
import { viewingChangeRoutes } from './routes/viewing-changes.js';
import { viewingRoutes } from './routes/viewings.js';

type Work = (booking: Booking, viewing: ViewingRecord, run: { readonly isLast: boolean }) => Promise<unknown>;

/** The app's half: tour times, bookings, the Tours screen, the operator's dashboard. */
export function createBookingPart(context: Context): AppPart {
  const booking = createBooking(context);

  /** A task holds nothing but an id: what is to be done is read from the row. */
  const onViewing = (work: Work): TaskHandler => {
    return async ({ kind, payload, attempt, maxAttempts }) => {
      const viewingId = String(payload.viewingId);
      const viewing = await booking.store.viewings.find(viewingId);
      if (viewing === undefined) return;
      try {
        await work(booking, viewing, { isLast: attempt >= maxAttempts });
      } catch (error) {
        // Entrata's failures pass; a bug stays, so it is said which viewing it holds up.
        const isExpected = isEntrataError(error) || isStoreError(error) || error instanceof AdapterError;
        const fields = { viewingId, kind, attempt, ...describeError(error) };
        if (!isExpected) booking.logger.error(fields, 'work on a viewing failed');
        throw error;
      }
    };
  };

  return {
    routes: [
      ...tourTimesRoutes(booking),
      ...viewingRoutes(booking),
      ...viewingChangeRoutes(booking),
      ...appViewingRoutes(booking),
      ...operatorRoutes(booking),
      ...houseRoutes(booking),
    ],
    tasks: {
      [notifyTask]: deliverNotification(booking),
      [sendViewingTask]: onViewing(resumeViewing),
      [reconcileViewingTask]: onViewing(reconcileViewing),
      [verifyAppointmentTask]: onViewing(verifyAppointment),
      [cancelViewingTask]: onViewing(carryCancellation),
    },
    sweep: createViewingSweep(booking),
  };
}
