/** @import { TaskResponse, TasksResponse } from 'entrata-http-adapter' */
/** @import { Screen } from '../types.js' */
import { h } from '../dom/element.js';
import { taskTable } from './task-table.js';

/** @typedef {{ readonly status: '' | TaskResponse['status'] }} TasksState */

/** @type {readonly (readonly [TasksState['status'], string])[]} */
const tabs = [
  ['', 'All'],
  ['waiting', 'Waiting'],
  ['running', 'Running'],
  ['done', 'Done'],
  ['dead', 'Dead'],
];

/**
 * What the workers do, did, and gave up.
 *
 * @type {Screen<TasksResponse, TasksState>}
 */
export const tasksScreen = {
  title: 'Tasks',
  start: () => ({ status: '' }),
  load: ({ api, state }, signal) =>
    api.get(`/api/admin/tasks?limit=200${state.status === '' ? '' : `&status=${state.status}`}`, signal),
  everyMs: () => 1_500,
  view: ({ items, next }, stage) => [
    h('h1', {}, 'Tasks'),
    h(
      'div',
      { class: 'tabs', role: 'group', 'aria-label': 'Status' },
      tabs.map(([status, text]) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': status === stage.state.status ? 'true' : 'false',
            onclick: () => {
              stage.set({ status });
              return stage.reload();
            },
          },
          text,
        ),
      ),
    ),
    taskTable(items, stage, 'No task here.'),
    next !== null && h('p', { class: 'quiet' }, 'The newest 200 are shown.'),
  ],
};
