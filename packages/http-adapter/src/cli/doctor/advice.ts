import { isEntrataError } from 'entrata-sdk';

/** What to do when Entrata refused or could not be asked. */
export function adviceFor(error: unknown): string {
  if (!isEntrataError(error)) return 'This is a mistake of ours; please report it.';
  switch (error.code) {
    case 'unauthorized':
      return "Entrata refuses it: the client's administrator has to authorise again, or the variable holds an old value.";
    case 'forbidden':
      return 'It is known but may not do this: ask Entrata for the permission, or check that the subdomain is its own.';
    case 'invalid_input':
      return error.message;
    case 'rate_limited':
      return 'Wait for the limit to pass and look again.';
    case 'not_configured':
      return error.message;
    default:
      return 'Look again; when it stays, check the subdomain and the network.';
  }
}
