/** @import { TaskResponse } from 'entrata-http-adapter' */
/** @import { Stage } from '../types.js' */
/** @import { Mood } from '../parts/badge.js' */
import { h } from '../dom/element.js';
import { badge } from '../parts/badge.js';
import { dataTable } from '../parts/data-table.js';
import { momentText } from '../parts/when.js';

/** @type {Readonly<Record<TaskResponse['status'], Mood>>} */
const moods = { waiting: 'busy', running: 'busy', done: 'good', dead: 'bad' };

/**
 * Tasks; dead ones can be tried again.
 *
 * @param {readonly TaskResponse[]} tasks
 * @param {Pick<Stage<unknown>, 'api' | 'act' | 'isBusy' | 'say'>} stage
 * @param {string} empty
 */
export function taskTable(tasks, { api, act, isBusy, say }, empty) {
  /** @param {TaskResponse} task */
  const retry = ({ id }) => {
    const again = async () => {
      await api.post(`/api/admin/tasks/${encodeURIComponent(id)}/retry`);
      say('It is due again.', 'good');
    };
    return h(
      'button',
      { type: 'button', class: 'plain', disabled: isBusy(id), onclick: () => act(id, again) },
      'Try again',
    );
  };
  return dataTable(
    ['Task', 'About', 'Status', 'Attempts', 'Due', 'Changed', 'Webhook', 'Action'],
    tasks,
    (task) => ({
      key: task.id,
      cells: [
        task.kind,
        Object.entries(task.payload ?? {})
          .filter(([name]) => ['type', 'propertyId'].includes(name))
          .map(([, value]) => String(value))
          .join(' ') || undefined,
        [
          badge(task.status, moods[task.status] ?? 'plain'),
          task.lastError && h('code', { class: 'error' }, task.lastError),
        ],
        `${task.attempts} of ${task.maxAttempts}`,
        momentText(task.runAt),
        momentText(task.updatedAt),
        task.requestId
          ? h('a', { href: `#/webhooks/${encodeURIComponent(task.requestId)}` }, task.requestId.slice(0, 8))
          : undefined,
        task.status === 'dead' ? retry(task) : undefined,
      ],
    }),
    empty,
  );
}
