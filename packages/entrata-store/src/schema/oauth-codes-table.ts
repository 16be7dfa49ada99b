import type { OauthCodeState } from '../records.js';
import { choice, id, instant, integer, longText, optional, otherwise, table, text } from './field.js';

export const oauthCodesTable = table({
  key: 'oauthCodes',
  name: 'entrata_oauth_codes',
  fields: {
    id: id(),
    digest: text(128),
    state: otherwise('refused', choice<OauthCodeState>('claimed', 'exchanged', 'refused')),
    leaseUntil: instant(),
    fence: integer(),
    accessToken: optional(longText()),
    tokenExpiresAt: optional(instant()),
    createdAt: instant(),
    updatedAt: instant(),
  },
  unique: [['digest']],
  indexes: [['updatedAt']],
});
