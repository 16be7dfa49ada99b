/** @import { Api, Person, Screen, Stage } from '../types.js' */
import { append, h } from '../dom/element.js';
import { patchChildren } from '../dom/patch.js';
import { Refusal } from './api.js';
import { say } from './messages.js';

/** How soon a load that failed is tried again. */
const afterFailureMs = 3_000;

/**
 * Shows a screen: loads, draws, and loads again at the screen's own pace while the tab is looked at.
 * Returns what ends it.
 *
 * @template Data, State
 * @param {Screen<Data, State>} screen
 * @param {HTMLElement} place
 * @param {{ api: Api, params: Readonly<Record<string, string>>, logIn: (person: Person, token: string) => void }} given
 * @returns {() => void}
 */
export function runScreen(screen, place, { api, params, logIn }) {
  const ended = new AbortController();
  /** @type {Set<string>} */
  const busy = new Set();
  let state = screen.start(params);
  /** @type {{ data: Data } | undefined} */
  let loaded;
  /** @type {string | undefined} */
  let failure;
  let turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @type {Stage<State>} */
  const stage = {
    api,
    params,
    get state() {
      return state;
    },
    set(change) {
      state = { ...state, ...change };
      draw();
    },
    reload,
    isBusy: (name) => busy.has(name),
    act(name, work) {
      if (busy.has(name)) return;
      busy.add(name);
      draw();
      work()
        .catch((error) => say(error instanceof Refusal ? error.message : 'That did not work', 'bad'))
        .finally(() => {
          busy.delete(name);
          draw();
          return reload();
        });
    },
    say,
    go(path) {
      location.hash = path;
    },
    logIn,
  };

  async function reload() {
    turn += 1;
    const mine = turn;
    clearTimeout(timer);
    try {
      const data = await screen.load(stage, ended.signal);
      if (mine !== turn) return;
      loaded = { data };
      failure = undefined;
    } catch (error) {
      if (ended.signal.aborted || mine !== turn) return;
      failure = error instanceof Refusal ? error.message : 'This could not be loaded';
    }
    draw();
    plan(failure !== undefined || loaded === undefined ? afterFailureMs : paceOf(loaded.data));
  }

  /** @param {number} ms */
  function plan(ms) {
    if (ended.signal.aborted) return;
    timer = setTimeout(() => (document.hidden ? plan(ms) : void reload()), ms);
  }

  function draw() {
    if (ended.signal.aborted) return;
    const wanted = document.createDocumentFragment();
    append(wanted, [
      failure !== undefined &&
        h(
          'p',
          { class: 'banner bad', role: 'alert', 'data-key': 'failure' },
          `${failure}. Trying again\u00a0…`,
        ),
      loaded === undefined
        ? [h('h1', { class: 'loading' }, screen.title), failure === undefined && placeholders()]
        : viewOf(loaded.data),
    ]);
    const hadFocus = place.contains(document.activeElement) && document.activeElement !== place;
    patchChildren(place, wanted);
    if (hadFocus && !place.contains(document.activeElement)) focusWithin(place);
  }

  /** What cannot be shown says so, and is tried again with what is loaded next. @param {Data} data */
  function viewOf(data) {
    try {
      return screen.view(data, stage);
    } catch (error) {
      console.warn('A screen cannot be shown', error);
      const text = 'This screen cannot be shown.';
      return [
        h('h1', {}, screen.title),
        h('p', { class: 'banner bad', role: 'alert', 'data-key': 'unshown' }, text),
      ];
    }
  }

  /** @param {Data} data */
  function paceOf(data) {
    try {
      return screen.everyMs(data);
    } catch {
      return afterFailureMs;
    }
  }

  draw();
  void reload();
  return () => {
    ended.abort();
    clearTimeout(timer);
  };
}

function placeholders() {
  return h(
    'div',
    { class: 'loading', 'data-key': 'loading' },
    h('p', { class: 'quiet', role: 'status' }, 'Loading …'),
    [1, 2, 3].map(() => h('div', { class: 'card' })),
  );
}

/**
 * Keeps the keyboard where it was when what had the focus is gone: at what took its place, else at the screen.
 *
 * @param {HTMLElement} place
 */
function focusWithin(place) {
  const successor = place.querySelector('[data-focus]');
  (successor instanceof HTMLElement ? successor : place).focus();
}
