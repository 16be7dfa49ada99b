/** @import { Role, Screen } from '../types.js' */
import { clientsScreen } from '../integrator/clients-screen.js';
import { heldScreen } from '../integrator/held-screen.js';
import { propertiesScreen } from '../integrator/properties-screen.js';
import { sandboxScreen } from '../integrator/sandbox-screen.js';
import { tasksScreen } from '../integrator/tasks-screen.js';
import { webhookScreen } from '../integrator/webhook-screen.js';
import { webhooksScreen } from '../integrator/webhooks-screen.js';
import { requestsScreen } from '../operator/requests-screen.js';
import { houseScreen } from '../renter/house-screen.js';
import { housesScreen } from '../renter/houses-screen.js';
import { toursScreen } from '../renter/tours-screen.js';
import { logInScreen } from './log-in-screen.js';

/** @typedef {Readonly<Record<string, Screen<unknown, unknown>>>} Screens */

/** @type {Screens} */
const guest = { '/people': logInScreen };

/** @type {Readonly<Record<Role, Screens>>} */
const byRole = {
  renter: {
    '/houses': housesScreen,
    '/houses/:id': houseScreen,
    '/houses/:id/instead-of/:viewingId': houseScreen,
    '/tours': toursScreen,
  },
  operator: { '/requests': requestsScreen },
  integrator: {
    '/clients': clientsScreen,
    '/properties': propertiesScreen,
    '/properties/:clientId': propertiesScreen,
    '/webhooks': webhooksScreen,
    '/webhooks/:id': webhookScreen,
    '/held': heldScreen,
    '/tasks': tasksScreen,
    '/sandbox': sandboxScreen,
  },
};

/**
 * The screens of one kind of person, by path. The first is where they start.
 *
 * @param {Role | undefined} role
 */
export function screensOf(role) {
  return role === undefined ? guest : byRole[role];
}

/** @param {Role | undefined} role */
export function homeOf(role) {
  return Object.keys(screensOf(role))[0] ?? '/';
}
