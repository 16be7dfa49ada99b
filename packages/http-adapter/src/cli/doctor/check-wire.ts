import { defaultHosts, type Entrata, type WireProfile } from 'entrata-sdk';
import { type Finding, failed, ok, skipped } from './finding.js';

/**
 * Whether the profile names every call that an OAuth token needs. That it makes sense was checked when it was taken. Without
 * one, `toGive` says what to give.
 */
export function checkWire(entrata: Entrata | undefined, toGive: string): Finding {
  const check = 'wire profile';
  if (entrata === undefined) return skipped(check, toGive);
  const { missingIlsCalls } = entrata;
  if (missingIlsCalls.length === 0) return ok(check, 'it names every call that an OAuth token needs');
  return failed(
    check,
    `it does not name ${missingIlsCalls.join(', ')}`,
    'Add what your contract says of them to `wire.ils`; until then they are not sent.',
  );
}

/** Where codes are exchanged. */
export function tokenHost(wire: WireProfile | undefined, subdomain = 'www'): string {
  return (wire?.hosts?.token ?? defaultHosts.token).replaceAll('{subdomain}', subdomain);
}
