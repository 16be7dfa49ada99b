import { defaultHosts, type Entrata, type WireProfile } from 'entrata-sdk';
import { type Finding, failed, ok, skipped } from './finding.js';

/** Whether the profile names every call that an OAuth token needs. That it makes sense was checked when it was taken. */
export function checkWire({ missingIlsCalls }: Entrata, wire: WireProfile | undefined): Finding {
  const check = 'wire profile';
  if (wire === undefined) {
    return skipped(check, 'Give --wire (or set ENTRATA_WIRE): with an OAuth token most calls need one.');
  }
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
