import type { TaskHandler, TaskQueue, TaskWorkerOptions } from 'entrata-store';
import { notifyTask } from '../core/notifications.js';
import { startSweeps } from './start-sweeps.js';

export interface Workers {
  /** Resolves when no task is due or running. */
  idle(): Promise<void>;
  /** Begins nothing new and lets what runs end within `drainMs`. */
  stop(options: { readonly drainMs: number }): Promise<void>;
}

export interface WorkersOptions extends TaskWorkerOptions {
  readonly sweeps: readonly (() => Promise<void>)[];
  readonly onSweepFailure: (error: unknown) => void;
}

/** Notifications that are delivered at once. */
const notificationConcurrency = 4;

/**
 * Runs the tasks and the sweeps. Notifications have a worker of their own: what they call is not ours, and where it
 * hangs, bookings and webhooks go on.
 */
export function startWorkers(
  tasks: Pick<TaskQueue, 'work'>,
  handlers: Readonly<Record<string, TaskHandler>>,
  { sweeps, onSweepFailure, ...options }: WorkersOptions,
): Workers {
  const entries = Object.entries(handlers);
  const ofKind = (isNotify: boolean) =>
    Object.fromEntries(entries.filter(([kind]) => (kind === notifyTask) === isNotify));
  const concurrency = Math.min(options.concurrency ?? notificationConcurrency, notificationConcurrency);
  const worker = tasks.work(ofKind(false), options);
  const notifier = tasks.work(ofKind(true), { ...options, concurrency });
  const sweeping = startSweeps(sweeps, onSweepFailure);
  return {
    async idle() {
      await worker.idle();
      await notifier.idle();
      // A notification handler may have asked for more.
      await worker.idle();
    },
    async stop(stopping) {
      await Promise.all([
        within(stopping.drainMs, sweeping.stop()),
        worker.stop(stopping),
        notifier.stop(stopping),
      ]);
    },
  };
}

/** Waits until `work` has ended, however it did, or `ms` are over. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  const ended = work.then(
    () => {},
    () => {},
  );
  try {
    await Promise.race([ended, over]);
  } finally {
    clearTimeout(timer);
  }
}
