import type { EntrataError } from '../core/errors.js';

/** What to do about a call that failed. */
export function adviceOn({ code, reauthorize, message }: EntrataError): string {
  switch (code) {
    case 'not_configured':
      return 'The wire profile does not name this call: give `ils`, as your contract says it.';
    case 'unauthorized':
      return reauthorize
        ? 'The token or key is not accepted: is it of this subdomain, and was it granted?'
        : 'The credential is not accepted on this surface.';
    case 'forbidden':
      return 'The property, or this method, is not opened to your app: ask the client to open it.';
    case 'rejected':
      return "Entrata says no to what was asked: compare the parameters with your contract's.";
    case 'rate_limited':
      return 'A limit is reached: wait for a minute and probe again.';
    case 'bad_response':
      // Our own words, of names alone.
      return / (read|readAnswer)\(\) /.test(message)
        ? `${message}: mend that hook.`
        : 'The reply is not as published: see what differs, and give the method a `read` hook.';
    case 'unavailable':
    case 'timeout':
      return 'Entrata did not answer in time: probe again.';
    case 'network':
      return 'No connection: check the host (`wire.hosts`), DNS, and whether your address is allowed.';
    case 'invalid_input':
      return `What was asked cannot be sent: ${message}.`;
    case 'closed':
    case 'aborted':
      return 'The probe was ended before the answer came.';
  }
}
