import type { TaskEnqueuer, ViewingRecord } from 'entrata-store';
import { type Context, instantIn } from '../core/context.js';
import { patientAttempts } from '../core/notifications.js';
import type { BookingContext } from './booking-context.js';

export const sendViewingTask = 'viewing.send';
export const resolveViewingTask = 'viewing.reconcile';
export const verifyAppointmentTask = 'viewing.verify';
export const cancelViewingTask = 'viewing.cancel';

export type ViewingTask =
  | typeof sendViewingTask
  | typeof resolveViewingTask
  | typeof verifyAppointmentTask
  | typeof cancelViewingTask;

/** Sees to it that somebody looks at the viewing in `delayMs`, whatever becomes of this process. */
export function enqueueViewingTask(
  context: Context,
  tasks: TaskEnqueuer,
  kind: ViewingTask,
  { id: viewingId, requestId }: Pick<ViewingRecord, 'id' | 'requestId'>,
  delayMs: number,
): Promise<void> {
  return tasks.enqueue({
    kind,
    payload: { viewingId },
    // A sweep follows no request: then it is the one that opened the viewing.
    requestId: context.requestId ?? requestId,
    openKey: `${kind}:${viewingId}`,
    runAt: instantIn(context, delayMs),
    // About a day, then a cancellation is refused and somebody is notified.
    ...(kind === cancelViewingTask ? { maxAttempts: patientAttempts } : {}),
  });
}

/** How rarely what a person has to resolve is looked up in the end. */
const longestLookUpDelayMs = 24 * 60 * 60_000;

/**
 * When an unknown viewing is looked up next: soon at first, less often as it ages. `soon` while the answer may change
 * within `absenceAfterMs`; `rarely` where only a change at Entrata can bring another one.
 */
export function lookUpDelayMs(
  context: BookingContext,
  viewing: ViewingRecord,
  how: 'soon' | 'rarely',
): number {
  const since = how === 'soon' ? viewing.updatedAt : viewing.createdAt;
  const ageMs = context.now().getTime() - Date.parse(since);
  const { lookUpDelayMs: first, absenceAfterMs } = context.booking;
  const longest = how === 'soon' ? absenceAfterMs : longestLookUpDelayMs;
  return Math.min(Math.max(first, ageMs), Math.max(first, longest));
}
