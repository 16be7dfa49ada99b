import { isEntrataError } from 'entrata-sdk';
import { isStoreError, type TaskHandler, type ViewingRecord } from 'entrata-store';
import { adminClientRoutes } from '../admin/client-routes.js';
import { adminRefreshRoutes } from '../admin/refresh-routes.js';
import { adminTaskRoutes } from '../admin/task-routes.js';
import { adminWebhookRoutes } from '../admin/webhook-routes.js';
import type { BookingContext } from '../booking/booking-context.js';
import { carryCancellation } from '../booking/cancel-viewing.js';
import { viewingChangeRoutes } from '../booking/change-routes.js';
import { verifyAppointment } from '../booking/find-appointment.js';
import { appViewingRoutes } from '../booking/legacy-routes.js';
import { operatorRoutes } from '../booking/operator-routes.js';
import { resolveUnknownViewing } from '../booking/resolve-unknown-viewing.js';
import { resumeViewing } from '../booking/send-viewing.js';
import { viewingRoutes } from '../booking/viewing-routes.js';
import { createViewingSweep } from '../booking/viewing-sweep.js';
import {
  cancelViewingTask,
  resolveViewingTask,
  sendViewingTask,
  verifyAppointmentTask,
} from '../booking/viewing-tasks.js';
import { isAdapterError } from '../core/adapter-error.js';
import { onViewing } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { deliverNotification, notifyTask } from '../core/notifications.js';
import { openApiRoute } from '../http/openapi-route.js';
import type { Route } from '../http/router.js';
import { houseRoutes } from '../listing/houses-route.js';
import { createPropertySweep } from '../listing/property-sweep.js';
import { reconcileProperty } from '../listing/reconcile-property.js';
import { reconcilePropertyTask, resumeClientTask } from '../listing/reconcile-task.js';
import { refreshHouses } from '../listing/refresh-houses.js';
import { createRefreshSchedule, refreshTask } from '../listing/refresh-task.js';
import { tourTimesRoutes } from '../tours/tour-times-route.js';
import { createToursContext } from '../tours/tours-context.js';
import { createWebhookSweep, resumeTask } from '../webhook/resume-task.js';
import { resumeWebhook } from '../webhook/resume-webhook.js';
import { webhookRoutes } from '../webhook/webhook-route.js';
import { healthRoutes, type StuckTasks } from './health-routes.js';
import { createResumeClient } from './resume-client.js';
import type { Settings } from './settings.js';
import type { Lanes } from './start-workers.js';

/** What the app answers, the tasks it runs, and how it finds rows that a crash left behind. */
export interface Wiring {
  readonly routes: readonly Route[];
  readonly lanes: Lanes;
  /** Each enqueues a task for every row that has not reached its end and that no task carries any more. */
  readonly sweeps: readonly (() => Promise<void>)[];
}

/** Every endpoint, kind of task and sweep of the app, in one place. */
export function wire(settings: Settings, stuckTasks: StuckTasks = () => ({})): Wiring {
  const { listing, webhook, tours, booking, lead, notifications } = settings;
  const inbound = { ...settings.context, listing, webhook };
  const context = { ...createToursContext(inbound, tours), booking, lead };
  const webhooks = webhookRoutes(context);
  const others = [
    ...healthRoutes(context, stuckTasks),
    ...houseRoutes(context),
    ...tourTimesRoutes(context),
    ...viewingRoutes(context),
    ...viewingChangeRoutes(context),
    ...appViewingRoutes(context),
    ...operatorRoutes(context),
    ...adminClientRoutes(context),
    ...adminWebhookRoutes(context),
    ...adminTaskRoutes(context),
    ...adminRefreshRoutes(context),
  ];
  const routes = [...webhooks, ...others];
  const openApi = openApiRoute(routes);
  refuseTaken(webhooks, [...others, openApi]);
  return {
    routes: [...routes, openApi],
    lanes: {
      webhooks: {
        [resumeTask]: ({ payload }) =>
          resumeWebhook(context, {
            logId: String(payload.logId),
            isSenderVerified: payload.isSenderVerified === true,
            isSwept: payload.isSwept === true,
          }),
      },
      properties: {
        [reconcilePropertyTask]: ({ payload, signal }) => {
          const target = { clientId: String(payload.clientId), propertyId: String(payload.propertyId) };
          return reconcileProperty(context, target, signal);
        },
        [resumeClientTask]: createResumeClient(context),
      },
      refreshes: {
        [refreshTask]: ({ payload, signal }) => {
          const refresh = { clientId: String(payload.clientId), since: String(payload.since) };
          return refreshHouses(context, refresh, signal);
        },
      },
      bookings: {
        [sendViewingTask]: viewingTask(context, resumeViewing),
        [resolveViewingTask]: viewingTask(context, resolveUnknownViewing),
        [verifyAppointmentTask]: viewingTask(context, verifyAppointment),
        [cancelViewingTask]: viewingTask(context, carryCancellation),
      },
      // Without a handler these are left to a process that has one.
      notifications:
        notifications.handler === undefined
          ? {}
          : { [notifyTask]: deliverNotification(context, notifications.handler) },
    },
    sweeps: [
      createWebhookSweep(context),
      createPropertySweep(context),
      createRefreshSchedule(context),
      createViewingSweep(context),
    ],
  };
}

/** Whatever parameters are called, two paths of one form are one endpoint, and the later would never be reached. */
function refuseTaken(webhooks: readonly Route[], others: readonly Route[]): void {
  const form = ({ path }: Route) => path.replaceAll(/:[^/]+/g, ':');
  const taken = new Set(others.map(form));
  for (const route of webhooks) {
    if (taken.has(form(route)))
      throw new RangeError(`createApp: paths.webhook: ${route.path} is another endpoint of the app`);
  }
}

type Work = (
  context: BookingContext,
  viewing: ViewingRecord,
  run: { readonly isLast: boolean },
) => Promise<unknown>;

/** A task holds nothing but an id: what is to be done is read from the row. */
function viewingTask(context: BookingContext, work: Work): TaskHandler {
  return async ({ kind, payload, requestId, attempt, maxAttempts }) => {
    const viewingId = String(payload.viewingId);
    const viewing = await context.store.viewings.find(viewingId);
    if (viewing === undefined) return;
    const own = onViewing({ ...context, requestId }, viewing);
    try {
      await work(own, viewing, { isLast: attempt >= maxAttempts });
    } catch (error) {
      // Entrata's failures pass; a bug stays, so it is said which viewing it holds up.
      const isExpected = isEntrataError(error) || isStoreError(error) || isAdapterError(error);
      const fields = { viewingId, kind, attempt, ...describeError(error) };
      if (!isExpected) own.logger.error(fields, 'work on a viewing failed');
      throw error;
    }
  };
}
