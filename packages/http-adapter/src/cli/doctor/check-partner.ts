import type { Terminal } from '../terminal.js';
import { type Finding, failed, ok, skipped } from './finding.js';

/**
 * The partner's own id and secret can only be proven by exchanging a webhook's code, which works once; so here
 * their being there is all that is looked at.
 */
export function checkPartner({ env }: Terminal): Finding {
  const check = 'partner credentials';
  const missing = ['ENTRATA_CLIENT_ID', 'ENTRATA_CLIENT_SECRET'].filter((name) => !env[name]);
  if (missing.length === 2) {
    return skipped(check, 'Set ENTRATA_CLIENT_ID and ENTRATA_CLIENT_SECRET, which webhooks need.');
  }
  if (missing.length === 1) {
    return failed(check, `${missing[0]} is not set`, 'Set it: both are needed to exchange a code.');
  }
  const padded = ['ENTRATA_CLIENT_ID', 'ENTRATA_CLIENT_SECRET'].find(
    (name) => env[name] !== env[name]?.trim(),
  );
  if (padded !== undefined) {
    return failed(check, `${padded} begins or ends with a space or line break`, 'Copy it again without.');
  }
  return ok(check, 'both are set; Entrata tells at the first webhook whether they are right');
}
