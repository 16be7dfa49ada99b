import type { TaskHandler } from 'entrata-store';
import type { Route } from '../http/router.js';

/** One half of the app: its endpoints, the tasks it runs, and how it finds rows that a crash left behind. */
export interface AppPart {
  readonly routes: readonly Route[];
  readonly tasks: Readonly<Record<string, TaskHandler>>;
  /** Enqueues a task for each row that has not reached its end. */
  sweep(): Promise<void>;
}
