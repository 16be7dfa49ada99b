import {
  added,
  choice,
  id,
  instant,
  integer,
  longText,
  optional,
  otherwise,
  type RowOf,
  reference,
  table,
  text,
} from '../rows/field.js';
import { appointmentStates, tourTypes, viewingStatuses } from './viewing-repository.js';

export const viewingsTable = table({
  key: 'viewings',
  name: 'viewings',
  fields: {
    id: id(),
    userId: reference('users'),
    houseId: reference('houses'),
    tourType: optional(choice(...tourTypes)),
    rawDate: optional(longText()),
    rawTime: optional(longText()),
    startsAt: optional(instant()),
    endsAt: optional(instant()),
    message: optional(longText()),
    replaces: optional(text(64)),
    status: otherwise('unknown', choice(...viewingStatuses)),
    leadId: optional(text(128)),
    applicantId: optional(text(128)),
    appointment: otherwise('unverified', choice(...appointmentStates)),
    note: optional(text(255)),
    idempotencyKey: optional(text(255)),
    /** Digest of user and idempotency key. */
    requestKey: optional(text(64)),
    requestHash: optional(text(128)),
    /** Digest of user, house and slot while the viewing is open; absent once it is closed. */
    openKey: optional(text(64)),
    attempts: integer(),
    sendingUntil: optional(instant()),
    /** The request that opened it. */
    requestId: added('work that a sweep takes up again is logged without the id of its request', text(64)),
    /** While a cancellation is asked for and not yet carried to Entrata. */
    cancelRequestedAt: added(
      'a cancellation whose task has died is not taken up again when the client authorises anew',
      instant(),
    ),
    /** Who Entrata was told comes, as it was sent. */
    sentEmail: added('an unknown booking is looked up by the contact that the user has by then', text(320)),
    sentPhone: added('an unknown booking is looked up by the contact that the user has by then', text(64)),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: [['openKey'], ['requestKey']],
  indexes: [
    ['userId', 'createdAt', 'id'],
    ['houseId', 'createdAt', 'id'],
    ['status', 'updatedAt', 'id'],
    ['cancelRequestedAt', 'id'],
  ],
});

export type ViewingRow = RowOf<typeof viewingsTable>;
