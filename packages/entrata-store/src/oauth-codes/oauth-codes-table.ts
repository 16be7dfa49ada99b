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
  table,
  text,
} from '../rows/field.js';
import { oauthCodeStates } from './oauth-code-repository.js';

export const oauthCodesTable = table({
  key: 'oauthCodes',
  name: 'entrata_oauth_codes',
  fields: {
    id: id(),
    digest: text(128),
    state: otherwise('refused', choice(...oauthCodeStates)),
    leaseUntil: instant(),
    fence: integer(),
    accessToken: optional(longText()),
    tokenExpiresAt: optional(instant()),
    /** Digest of the event that the code first came with: the only one it proves. */
    eventFingerprint: added('a code proves again only what its client and property still show', text(128)),
    /** The log row of that event's first delivery. */
    logId: added('a code proves again only what its client and property still show', text(64)),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: [['digest']],
  indexes: [['updatedAt'], ['logId']],
});

export type OauthCodeRow = RowOf<typeof oauthCodesTable>;
