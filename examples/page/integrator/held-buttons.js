/** @import { Stage } from '../types.js' */
import { h } from '../dom/element.js';

/**
 * Releases or drops a held event.
 *
 * @param {string} logId
 * @param {Pick<Stage<unknown>, 'api' | 'act' | 'isBusy' | 'say'>} stage
 */
export function heldButtons(logId, { api, act, isBusy, say }) {
  /**
   * @param {'release' | 'drop'} decision
   * @param {string} done
   */
  const decide = (decision, done) =>
    act(logId, async () => {
      await api.post(`/api/admin/webhooks/${encodeURIComponent(logId)}/${decision}`);
      say(done, 'good');
    });
  return h(
    'div',
    { class: 'ask', role: 'group', 'aria-label': 'Decide the held event' },
    h(
      'button',
      {
        type: 'button',
        disabled: isBusy(logId),
        onclick: () => decide('release', 'Released: it is being done.'),
      },
      'Release',
    ),
    h(
      'button',
      { type: 'button', class: 'danger', disabled: isBusy(logId), onclick: () => decide('drop', 'Dropped.') },
      'Drop',
    ),
  );
}
