import { type Field, instant, integer, optional, text } from '../../rows/field.js';
import { taskTextWidths as width } from '../../tasks/prepare-task.js';

const columns: Readonly<Record<string, Field>> = {
  id: { kind: 'id', optional: false, width: width.id },
  kind: text(width.kind),
  /** The key it was enqueued with; kept when the task is final. */
  task_key: optional(text(width.key)),
  /** The same key while the task is open, then NULL, so that a unique index allows one open task a key. */
  open_key: optional(text(width.key)),
  payload: text(width.payload),
  group_key: text(width.group),
  trace_id: optional(text(width.requestId)),
  status: text(16),
  attempts: integer(),
  max_attempts: integer(),
  /** 0: at once, whatever the clock says. */
  run_at: instant(),
  /** Its position in the ready queue; 0 while it has none. */
  turn: integer(),
  lease_until: optional(instant()),
  fence: integer(),
  /** When to run once more, if it was enqueued anew while it ran. */
  rerun_at: optional(instant()),
  last_error: optional(text(width.lastError)),
  created_at: instant(),
  updated_at: instant(),
};

/**
 * The ready queue, those not yet in it by time, and the running, of each kind: a worker's claims do not wade through what
 * waits for another.
 */
export const tasksByKind = ['status', 'kind', 'turn', 'run_at', 'id'] as const;
/** A group's last position. Without the status, so that no planner mistakes the index above for a way to it. */
export const tasksByGroup = ['group_key', 'kind', 'turn'] as const;

const indexes: readonly { readonly on: readonly string[]; readonly unique: boolean }[] = [
  { on: ['open_key'], unique: true },
  { on: tasksByKind, unique: false },
  { on: tasksByGroup, unique: false },
  { on: ['updated_at'], unique: false },
  { on: ['created_at', 'id'], unique: false },
  { on: ['trace_id'], unique: false },
];

/** What the task engine needs of its table; migrations create it. */
export const tasksTable = { columns, indexes } as const;
