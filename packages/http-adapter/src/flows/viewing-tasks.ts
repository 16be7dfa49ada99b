import type { TaskEnqueuer, ViewingRecord } from 'entrata-store';
import { type Booking, instantIn } from '../booking.js';
import { patientAttempts } from '../notifications.js';

export const sendViewingTask = 'viewing.send';
export const reconcileViewingTask = 'viewing.reconcile';
export const verifyAppointmentTask = 'viewing.verify';
export const cancelViewingTask = 'viewing.cancel';

export type ViewingTask =
  | typeof sendViewingTask
  | typeof reconcileViewingTask
  | typeof verifyAppointmentTask
  | typeof cancelViewingTask;

/** Sees to it that somebody looks at the viewing in `delayMs`, whatever becomes of this process. */
export function enqueueViewingTask(
  booking: Booking,
  tasks: TaskEnqueuer,
  kind: ViewingTask,
  viewingId: string,
  delayMs: number,
): Promise<void> {
  return tasks.enqueue({
    kind,
    payload: { viewingId },
    openKey: `${kind}:${viewingId}`,
    runAt: instantIn(booking, delayMs),
    // Nothing else remembers a wish to cancel; the rest is found again by the sweep.
    ...(kind === cancelViewingTask ? { maxAttempts: patientAttempts } : {}),
  });
}

/** When an unknown viewing is looked up next: soon at first, ever more rarely as it ages. */
export function lookUpDelayMs(booking: Booking, viewing: ViewingRecord): number {
  const unknownForMs = booking.now().getTime() - Date.parse(viewing.updatedAt);
  const { lookUpDelayMs: first, absenceAfterMs } = booking.limits;
  return Math.min(Math.max(first, unknownForMs), Math.max(first, absenceAfterMs));
}
