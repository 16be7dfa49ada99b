import type { TaskEvent, TaskHandler, TaskQueue, TaskWorker, TaskWorkerOptions } from 'entrata-store';
import { notifyTask } from '../core/notifications.js';
import { startSweeps } from './start-sweeps.js';

/** Tasks by what they are about. Each lane has places of its own, so that none fills those of another. */
export type LaneName = 'webhooks' | 'properties' | 'refreshes' | 'bookings' | 'notifications';

/** The handlers of each lane, by the kind of task. */
export type Lanes = Readonly<Record<LaneName, Readonly<Record<string, TaskHandler>>>>;

export interface Workers {
  /** Resolves when no task is due or running. */
  idle(): Promise<void>;
  /** Handlers that have not returned although their time is over, by the kind of their task. */
  stuck(): Readonly<Record<string, number>>;
  /** Begins nothing new and lets what runs end within `drainMs`. */
  stop(options: { readonly drainMs: number }): Promise<void>;
}

export interface WorkersOptions {
  readonly settings: Readonly<Record<LaneName, TaskWorkerOptions>>;
  readonly onEvent: (event: TaskEvent) => void;
  readonly sweeps: readonly (() => Promise<void>)[];
  readonly onSweepFailure: (error: unknown) => void;
}

/**
 * Runs the tasks and the sweeps, each lane with a worker of its own: where what one calls hangs, or a thousand of its tasks
 * wait, the others go on. Notifications without a handler are left to processes that have one.
 */
export function startWorkers(
  tasks: Pick<TaskQueue, 'work'>,
  lanes: Lanes,
  { settings, onEvent, sweeps, onSweepFailure }: WorkersOptions,
): Workers {
  let ended = 0;
  const countAndTell = (event: TaskEvent) => {
    if (event.type !== 'task.timed_out') ended += 1;
    onEvent(event);
  };
  const leaveKinds = notifyTask in lanes.notifications ? [] : [notifyTask];
  // The lanes are those of the type.
  const workers = (Object.entries(lanes) as [LaneName, Lanes[LaneName]][])
    .filter(([, handlers]) => Object.keys(handlers).length > 0)
    .map(([name, handlers]): TaskWorker => {
      const left = name === 'bookings' ? { leaveKinds } : {};
      return tasks.work(handlers, { ...settings[name], ...left, onEvent: countAndTell });
    });
  const sweeping = startSweeps(sweeps, onSweepFailure);
  return {
    async idle() {
      let before: number;
      do {
        before = ended;
        for (const worker of workers) await worker.idle();
        // What ended meanwhile may have enqueued a task of a lane that was idle by then.
      } while (ended !== before);
    },
    stuck: () => Object.assign({}, ...workers.map((worker) => worker.stuck())),
    async stop(stopping) {
      await Promise.all([
        within(stopping.drainMs, sweeping.stop()),
        ...workers.map((worker) => worker.stop(stopping)),
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
