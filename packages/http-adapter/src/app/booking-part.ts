import { isEntrataError } from 'entrata-sdk';
import { isStoreError, type TaskHandler, type ViewingRecord } from 'entrata-store';
import { type Booking, createBooking } from '../booking/booking-context.js';
import { carryCancellation } from '../booking/cancel-viewing.js';
import { viewingChangeRoutes } from '../booking/change-routes.js';
import { appViewingRoutes } from '../booking/legacy-routes.js';
import { operatorRoutes } from '../booking/operator-routes.js';
import { reconcileViewing } from '../booking/resolve-unknown-viewing.js';
import { resumeViewing } from '../booking/resume-viewing.js';
import { verifyAppointment } from '../booking/verify-appointment.js';
import { viewingRoutes } from '../booking/viewing-routes.js';
import { createViewingSweep } from '../booking/viewing-sweep.js';
import {
  cancelViewingTask,
  reconcileViewingTask,
  sendViewingTask,
  verifyAppointmentTask,
} from '../booking/viewing-tasks.js';
import { AdapterError } from '../core/adapter-error.js';
import type { Context } from '../core/context.js';
import { deliverNotification } from '../core/deliver-notification.js';
import { describeError } from '../core/describe-error.js';
import { notifyTask } from '../core/notifications.js';
import { houseRoutes } from '../listing/houses-route.js';
import { tourTimesRoutes } from '../tours/tour-times-route.js';
import type { AppPart } from './app-part.js';

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
