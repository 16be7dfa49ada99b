/** @import { Person } from './types.js' */
import { patchChildren } from './dom/patch.js';
import { createApi } from './shell/api.js';
import { header } from './shell/header.js';
import { matchPath } from './shell/match-path.js';
import { clearMessages, say } from './shell/messages.js';
import { runScreen } from './shell/run-screen.js';
import { endSession, keepSession, readSession } from './shell/session.js';
import { homeOf, screensOf } from './shell/site-map.js';

let leave = () => {};

/** Shows the screen that the address names, or the first one of whoever is logged in. */
function show() {
  leave();
  const session = readSession();
  const screens = screensOf(session?.person.role);
  const asked = location.hash.slice(1);
  const match = matchPath(Object.keys(screens), asked);
  const screen = match && screens[match.path];
  if (match === undefined || screen === undefined) {
    location.replace(`#${homeOf(session?.person.role)}`);
    return;
  }
  const main = /** @type {HTMLElement} */ (document.getElementById('main'));
  const top = /** @type {HTMLElement} */ (document.getElementById('header'));
  document.title = `${screen.title} · Tours with Entrata`;
  patchChildren(top, header(session?.person, match.path, logOut));
  main.replaceChildren();
  main.focus({ preventScroll: true });
  scrollTo(0, 0);
  const api = createApi(session?.token, loseSession);
  leave = runScreen(screen, main, { api, params: match.params, logIn });
}

/**
 * @param {Person} person
 * @param {string} token
 */
function logIn(person, token) {
  keepSession({ person, token });
  goHome();
}

function logOut() {
  clearMessages();
  endSession();
  goHome();
}

function loseSession() {
  if (readSession() === undefined) return;
  logOut();
  say('Please choose who you are again', 'bad');
}

function goHome() {
  const home = `#${homeOf(readSession()?.person.role)}`;
  if (location.hash === home) show();
  else location.hash = home;
}

/** The address names the screen, so the link must not change it. @param {Event} event */
function skipToContent(event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

document.querySelector('.skip')?.addEventListener('click', skipToContent);
addEventListener('hashchange', show);
show();
