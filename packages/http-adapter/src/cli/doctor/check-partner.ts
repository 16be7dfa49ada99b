import type { Entrata, OauthOptions } from 'entrata-sdk';
import type { Terminal } from '../terminal.js';
import { type Finding, failed, ok, skipped } from './finding.js';

const check = 'partner credentials';

/**
 * The partner's own id and secret can only be proven by exchanging a webhook's code, which works once; so here
 * their being there is all that is looked at.
 */
export function checkPartner({ env }: Terminal): Finding {
  const missing = ['ENTRATA_CLIENT_ID', 'ENTRATA_CLIENT_SECRET'].filter((name) => !env[name]);
  if (missing.length === 2) {
    return skipped(check, 'Set ENTRATA_CLIENT_ID and ENTRATA_CLIENT_SECRET, which webhooks need.');
  }
  if (missing.length === 1) {
    return failed(check, `${missing[0]} is not set`, 'Set it: both are needed to exchange a code.');
  }
  const { ENTRATA_CLIENT_ID, ENTRATA_CLIENT_SECRET } = env;
  return judge({ ENTRATA_CLIENT_ID, ENTRATA_CLIENT_SECRET });
}

/** The same of the options that an app has; `oauth` is undefined where only what they made is at hand. */
export function checkOwnPartner(entrata: Entrata | undefined, oauth: OauthOptions | undefined): Finding {
  if (entrata === undefined)
    return skipped(check, 'Export `entrata` as options that createEntrata accepts, with `oauth`.');
  if (!entrata.oauth.isConfigured) {
    return failed(
      check,
      '`oauth` is not given',
      'Give it to createEntrata: without it each webhook is answered 500 (`not_configured`).',
    );
  }
  if (oauth === undefined) return judge({});
  const { clientId, clientSecret } = oauth;
  const secret = typeof clientSecret === 'string' ? clientSecret : clientSecret.reveal();
  const empty = Object.entries({ clientId, clientSecret: secret }).find(([, value]) => value === '');
  if (empty !== undefined)
    return failed(check, `oauth.${empty[0]} is empty`, 'Set it: both are needed to exchange a code.');
  return judge({ 'oauth.clientId': clientId, 'oauth.clientSecret': secret });
}

function judge(given: Readonly<Record<string, string | undefined>>): Finding {
  const padded = Object.keys(given).find((name) => given[name] !== given[name]?.trim());
  if (padded !== undefined) {
    return failed(check, `${padded} begins or ends with a space or line break`, 'Copy it again without.');
  }
  return ok(check, 'both are set; Entrata tells at the first webhook whether they are right');
}
