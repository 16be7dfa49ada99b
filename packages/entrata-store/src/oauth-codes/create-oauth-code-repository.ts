import { sealToken } from '../clients/seal-token.js';
import { checkTextArgument } from '../core/check-option.js';
import { tryOpen } from '../core/cipher.js';
import { StoreError } from '../core/errors.js';
import { checkInstant } from '../core/instants.js';
import { readLimit } from '../core/page.js';
import { secret } from '../core/secret.js';
import { OneOf, Within } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import type { CodeClaim, CodeEvent, OauthCodeRepository } from './oauth-code-repository.js';
import type { OauthCodeRow } from './oauth-codes-table.js';

interface Tables {
  readonly oauthCodes: RowTable<OauthCodeRow>;
}

/** Many times what the clocks of two processes on one database differ by. */
const clockSlackMs = 60_000;

/** What a code's sealed token is bound to: it opens in this column of this code only. */
export const codeTokenContext = (digest: string) => `oauthCodes/accessToken/${digest}`;

const firstOf = ({ eventFingerprint, logId }: OauthCodeRow): CodeEvent | undefined =>
  eventFingerprint === undefined || logId === undefined
    ? undefined
    : { fingerprint: eventFingerprint, logId };

export function createOauthCodeRepository(session: Session<Tables>, services: Services): OauthCodeRepository {
  const { tables } = session;
  const { now, seal, onUnreadable } = services;

  function read(row: OauthCodeRow): CodeClaim | undefined {
    if (row.state === 'refused') return { state: 'refused' };
    if (row.state === 'exchanged') {
      const text = tryOpen(services, row.accessToken ?? '', codeTokenContext(row.digest));
      if (text === undefined) {
        onUnreadable({ table: 'oauthCodes', id: row.id, field: 'accessToken' });
        return { state: 'refused', reason: 'token_unreadable' };
      }
      const token = { accessToken: secret(text), expiresAt: row.tokenExpiresAt };
      // Nothing touches an exchanged row any more.
      return { state: 'exchanged', token, exchangedAt: row.updatedAt, first: firstOf(row) };
    }
    return row.leaseUntil > now() ? { state: 'busy', until: row.leaseUntil } : undefined;
  }

  const changeClaimed = async (digest: string, fence: number, set: Partial<NewRow<OauthCodeRow>>) => {
    const claim = { digest, fence, state: 'claimed' } as const;
    return (await tables.oauthCodes.update(claim, { ...set, updatedAt: now() })) === 1;
  };

  return {
    async claim(digest, leaseUntil, event) {
      checkInstant('leaseUntil', leaseUntil);
      const own = { eventFingerprint: event?.fingerprint, logId: event?.logId };
      return session.atomic(async (tables) => {
        const at = now();
        // Looked for first: an INSERT that collides would leave a shared lock, and two of those a deadlock.
        let row = await tables.oauthCodes.first({ digest }, 'lock');
        if (!row) {
          const id = await tables.oauthCodes.insertIfAbsent({
            digest,
            state: 'claimed',
            leaseUntil,
            fence: 1,
            ...own,
            createdAt: at,
            updatedAt: at,
          });
          if (id !== undefined) return { state: 'claimed', fence: 1, first: event };
          row = await tables.oauthCodes.first({ digest }, 'lock');
        }
        if (!row) throw new StoreError('conflict', 'The code was purged meanwhile', { retryable: true });
        const answer = read(row);
        if (answer) return answer;
        const fence = row.fence + 1;
        const first = firstOf(row);
        const set = { leaseUntil, fence, updatedAt: at, ...(first === undefined ? own : {}) };
        await tables.oauthCodes.update({ id: row.id }, set);
        return { state: 'claimed', fence, first: first ?? event };
      });
    },

    async keepToken(digest, fence, token) {
      checkTextArgument('digest', digest);
      return changeClaimed(digest, fence, {
        state: 'exchanged',
        accessToken: sealToken(seal, token, codeTokenContext(digest)),
        tokenExpiresAt: token.expiresAt,
      });
    },

    refuse: (digest, fence) => changeClaimed(digest, fence, { state: 'refused' }),

    // The lease ends, also by a process whose clock is a little behind; the fence rises, so that the one who gave up cannot
    // keep a token any more.
    async release(digest, fence) {
      const leaseUntil = new Date(Date.parse(now()) - clockSlackMs).toISOString();
      return changeClaimed(digest, fence, { fence: fence + 1, leaseUntil });
    },

    async forgetTokens(logIds) {
      const kept = { state: 'exchanged', logId: new OneOf<string>(logIds) } as const;
      const set = { state: 'refused', accessToken: undefined, tokenExpiresAt: undefined } as const;
      return tables.oauthCodes.update(kept, { ...set, updatedAt: now() });
    },

    async purge(before, limit) {
      return tables.oauthCodes.remove({ updatedAt: new Within({ before }) }, readLimit(limit));
    },
  };
}
