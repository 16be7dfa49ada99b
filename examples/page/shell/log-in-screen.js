/** @import { Listing, Nothing, Person, Role, Screen, Stage } from '../types.js' */
import { h } from '../dom/element.js';
import { each } from '../parts/each.js';

/** @type {readonly { role: Role, title: string, does: string }[]} */
const kinds = [
  { role: 'renter', title: 'Renter', does: 'Finds a house, picks a tour time, books it.' },
  { role: 'operator', title: 'Operator', does: 'Sees who wants to tour which house, and when.' },
  { role: 'integrator', title: 'Integrator', does: 'Watches webhooks, properties and tasks.' },
];

/**
 * Who do you want to be? Everybody in the database can be chosen: this is for development only.
 *
 * @type {Screen<readonly Person[], Nothing>}
 */
export const logInScreen = {
  title: 'Who are you?',
  start: () => ({}),
  load: async ({ api }, signal) => {
    const { items } = await api.get('/dev/people', signal);
    return items;
  },
  everyMs: () => 5_000,
  view: (people, stage) => [
    h('h1', {}, 'Who are you?'),
    h(
      'p',
      { class: 'lead' },
      'Choose somebody from this database. There is no password here: it runs on made-up data.',
    ),
    h(
      'div',
      { class: 'kinds' },
      kinds.map(({ role, title, does }) =>
        h(
          'section',
          { class: 'card pad', 'aria-labelledby': `kind-${role}` },
          h('h2', { id: `kind-${role}` }, title),
          h('p', { class: 'quiet' }, does),
          choices(
            people.filter((person) => person.role === role),
            stage,
          ),
        ),
      ),
    ),
  ],
};

/**
 * @param {readonly Person[]} people
 * @param {Stage<Nothing>} stage
 */
function choices(people, stage) {
  if (people.length === 0) return h('p', { class: 'quiet' }, 'Nobody yet.');
  return h(
    'ul',
    { class: 'choices' },
    each(people, (person) =>
      h(
        'li',
        { 'data-key': person.id },
        h(
          'button',
          {
            type: 'button',
            class: 'choice',
            disabled: stage.isBusy(person.id),
            onclick: () => stage.act(person.id, () => logIn(person, stage)),
          },
          h('strong', {}, person.name || 'Somebody'),
          person.company && h('span', { class: 'quiet' }, person.company),
        ),
      ),
    ),
  );
}

/**
 * @param {Person} person
 * @param {Stage<Nothing>} stage
 */
async function logIn(person, stage) {
  const { token } = await stage.api.post(`/dev/login?userId=${encodeURIComponent(person.id)}`);
  stage.logIn(person, token);
}
