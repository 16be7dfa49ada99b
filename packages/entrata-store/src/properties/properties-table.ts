import {
  added,
  choice,
  id,
  instant,
  integer,
  optional,
  otherwise,
  type RowOf,
  reference,
  table,
  text,
} from '../rows/field.js';
import { approvalStates, desiredStates, propertyStates } from './property-repository.js';

export const propertiesTable = table({
  key: 'properties',
  name: 'entrata_properties',
  fields: {
    id: id(),
    clientId: reference('clients'),
    propertyId: text(32),
    desiredState: otherwise('suspended', choice(...desiredStates)),
    state: otherwise('pending', choice(...propertyStates)),
    approval: otherwise('sent', choice(...approvalStates)),
    feedType: optional(text(255)),
    occupancyType: optional(text(255)),
    eventSeq: integer(),
    reachedSeq: integer(),
    /** 1 when reachedSeq equals eventSeq: a comparison of two columns has no index, this has. */
    settled: integer(),
    eventFingerprint: optional(text(128)),
    logId: optional(text(64)),
    /** The event of the latest activation. */
    activationSeq: added('an activation that follows a suspension at once is not approved anew', integer()),
    /** The activation that Entrata was last told is approved. */
    approvedSeq: added('an activation that follows a suspension at once is not approved anew', integer()),
    /** Not `name`: a mapped table may well have a column of that name for something else. */
    entrataName: added('the name that Entrata gives a property is not shown', text(255)),
    lastFetchedAt: optional(instant()),
    lastError: optional(text(128)),
    /** Since when it has failed without a success; of its newest event. */
    failingSince: added('a property that keeps failing is tried every ten minutes, for ever', instant()),
    /** The code that was last notified since then. */
    notifiedError: added('a failure that only lasts, and may pass, is not notified', text(128)),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: [['clientId', 'propertyId']],
  indexes: [
    ['createdAt', 'id'],
    ['clientId', 'createdAt', 'id'],
    ['state', 'createdAt', 'id'],
    ['settled', 'updatedAt'],
  ],
});

export type PropertyRow = RowOf<typeof propertiesTable>;
