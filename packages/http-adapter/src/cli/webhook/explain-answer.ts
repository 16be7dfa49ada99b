import type { ProblemCode } from '../../core/adapter-error.js';
import type { ReadAnswer } from './read-answer.js';

/** An answer in words. */
export interface Explanation {
  /** Whether the adapter took the event: the command's status is 0. */
  readonly isTaken: boolean;
  readonly meaning: string;
  readonly todo?: string;
}

const taken = (meaning: string, todo?: string): Explanation => ({
  isTaken: true,
  meaning,
  ...(todo === undefined ? {} : { todo }),
});
const not = (meaning: string, todo: string): Explanation => ({ isTaken: false, meaning, todo });

/** What an answer means, and what to do about it; docs/webhooks.md has the table of answers. */
export function explainAnswer(answer: ReadAnswer): Explanation {
  const { httpStatus, outcome, code, field, logId } = answer;
  if (outcome !== undefined) return explainOutcome(outcome, code);
  if (httpStatus >= 300 && httpStatus < 400)
    return not('The address redirects, and webhooks follow no redirect.', 'Give the address it leads to.');
  const known: Readonly<Partial<Record<string, Explanation>>> = refusals;
  if (code === 'invalid_request') return invalid(field);
  const refusal = code === undefined ? undefined : known[code];
  if (refusal !== undefined) return refusal;
  if (logId !== undefined && httpStatus < 300)
    return taken("The approval is the answer: the body is what the app's answerApproval says.");
  if (logId !== undefined) return not('The adapter refused it.', 'Look for its id in the log of the server.');
  return not('This is no answer of the adapter.', 'Check --url: host, port, path, and what stands in front.');
}

function explainOutcome(outcome: string, code: string | undefined): Explanation {
  if (outcome === 'accepted')
    return taken('The event is committed; workers bring the property to its state.');
  if (outcome === 'duplicate') return taken("It is the property's latest event again: nothing changes.");
  if (outcome === 'ignored') {
    return code === 'superseded'
      ? taken('A later event of the property was accepted before it: nothing changes.')
      : taken(
          'It is in the log, and asks for nothing that the adapter knows.',
          'A request type gets a meaning in `wire.webhook.requestTypes`.',
        );
  }
  if (code === 'unknown_client')
    return not(
      'Held: no client with this cid is connected.',
      'Send an ACTIVATION with a code first (--code or --sandbox), then release it or send it again.',
    );
  if (code === 'client_revoked')
    return not(
      'Held: the client was revoked.',
      'Reinstate it (POST /api/admin/clients/:id/reinstate), then send an ACTIVATION with a code.',
    );
  return not(
    'Held: nothing proves who sent it.',
    'Give a fresh code (--code or --sandbox), have the app check a URL secret (urlSecret), or release it: ' +
      'POST /api/admin/webhooks/:id/release.',
  );
}

const flags: Readonly<Partial<Record<string, string>>> = {
  cid: '--cid',
  requestType: '--type',
  propertyId: '--property',
  subdomain: '--subdomain',
  authCode: '--code',
};

function invalid(field: string | undefined): Explanation {
  const name = field === undefined ? 'A parameter' : `The parameter for ${field}`;
  const flag = field === undefined ? undefined : flags[field];
  const todo =
    field === 'authCode'
      ? 'A client that is not connected needs a code with its first ACTIVATION: --code, or --sandbox.'
      : `Check ${flag ?? 'each --param'}${flag === undefined ? '' : ', and that no --param repeats it'}; with a wire profile of your own, give --wire.`;
  return not(`${name} is missing, repeated or of another form.`, todo);
}

const refusals: Readonly<Partial<Record<ProblemCode, Explanation>>> = {
  not_a_webhook: not(
    'It has a code, but no cid and no type.',
    'Give the names of your wire profile: --wire.',
  ),
  unauthorized: not(
    'The URL has no secret, or another one than the app checks.',
    'End --url with the secret that urlSecret was given: /webhooks/entrata/<secret>.',
  ),
  forbidden: not(
    'The app does not let this sender in.',
    "Send from an address of its ipAllowList, or see what the app's own `verify` asks for.",
  ),
  not_found: not(
    'The adapter is there, but not at this path.',
    'Check --url against `paths.webhook` of the app.',
  ),
  method_not_allowed: not(
    'The adapter does not take this method here.',
    'Give --method as in `wire.webhook.methods` of the app, or check the path of --url.',
  ),
  client_mismatch: not(
    'The code is of another company than --cid, or --subdomain is not the one of this client.',
    'Take cid, subdomain and code of one company.',
  ),
  payload_too_large: not('The form is larger than the server takes.', 'Send less, or raise maxBodyBytes.'),
  uri_too_long: not('The query is longer than `webhook.maxQueryBytes`.', 'Send less.'),
  unsupported_media_type: not('The server reads no form.', 'Send it with --method GET.'),
  code_rejected: not(
    'Entrata refused the code.',
    'A code works once, for a short time, and for the app and the Entrata (or sandbox) that it was issued for: take a fresh one.',
  ),
  upstream_error: not(
    'The app could not reach Entrata, or not understand it.',
    'Run `entrata doctor`, or look for the id in the log of the server.',
  ),
  deadline_exceeded: not(
    'It took longer than `webhook.deadlineMs`; the work resumes from its row.',
    'Look at the row: GET /api/admin/webhooks/:id.',
  ),
  unavailable: not(
    'The app cannot work: its database, its credentials (`oauth`), or it is being stopped.',
    'Ask /readyz, and look for the id in the log of the server.',
  ),
  internal: not('The app failed.', 'Look for the id in the log of the server, and report it.'),
};

/** Why there was no answer at all, by what the system calls it. */
export function explainSilence(reason: string): Explanation {
  if (reason === 'ECONNREFUSED')
    return not('Nobody listens there.', 'Start the server, or check host and port of --url.');
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(reason))
    return not('There is no such host.', 'Check the host of --url.');
  if (reason === 'TimeoutError')
    return not('It did not answer in time. What it took goes on there.', 'Look at its log of webhooks.');
  return not('The connection failed.', 'Check --url, whether it is http or https, and the network.');
}
