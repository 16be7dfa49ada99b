import type { ClientRecord, StoreTransaction } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { commitWhatFits } from '../core/commit-what-fits.js';
import type { Deadline } from '../core/deadline.js';
import { clientNames } from './client-names.js';
import { type CommitOptions, type CommittedEvent, commitEvent, NotRepeated } from './commit-event.js';
import { connectClient } from './connect-client.js';
import type { EventPlace } from './event-order.js';
import { judgeCode } from './judge-spent-code.js';
import { type ClientProof, confirmOwner, type ObtainedToken, obtainToken } from './prove-client.js';
import { enqueueResume } from './resume-task.js';
import type { WebhookContext } from './webhook-context.js';
import { plainestEvent, type WebhookEvent } from './webhook-event.js';

/** Why an event waits for an administrator. */
export type HoldReason = 'unproven' | 'unknown_client';

export type EventOutcome = CommittedEvent | { readonly outcome: 'held'; readonly reason: HoldReason };

export interface AcceptOptions extends CommitOptions {
  /** Whether the webhook has its row, from which it can be resumed. */
  readonly isLogged: boolean;
  /** Whether the sender is believed without a code. */
  readonly isSenderVerified: boolean;
  /** Whether it is done from its row, by the task that was committed with its claim of the code. */
  readonly isClaimant?: boolean;
  /** Whether an administrator vouches for it: its code, which was not proof enough, is not asked about again. */
  readonly isReleased?: boolean;
  readonly deadline: Deadline;
}

const unproven = { outcome: 'held', reason: 'unproven' } as const;

/**
 * Proves the event, then commits in one transaction: the client (made, or given its new token), the
 * property's wish and the task that brings it about. Nothing unproven changes a stored client.
 */
export async function acceptEvent(
  context: WebhookContext,
  event: WebhookEvent,
  options: AcceptOptions,
): Promise<EventOutcome> {
  if (!context.entrata.oauth.isConfigured) {
    throw new AdapterError('unavailable', 'createEntrata was given no oauth credentials');
  }
  const known = await context.store.clients.findByCid(event.cid);
  if (known?.status === 'revoked') throw new AdapterError('forbidden');
  const { authCode, subdomain } = event.webhook;
  if (authCode === undefined || (options.isReleased && known !== undefined)) {
    if (!options.isSenderVerified) return unproven;
    if (known === undefined) {
      if (event.action === 'activate') throw missing('authCode');
      return { outcome: 'held', reason: 'unknown_client' };
    }
    if (subdomain !== undefined && subdomain !== known.subdomain) throw new AdapterError('client_mismatch');
    return commitForKnown(context, event, options, known);
  }
  const asked = subdomain ?? known?.subdomain;
  if (asked === undefined) throw missing('subdomain');
  const claimant = {
    cid: event.cid,
    subdomain: asked,
    code: authCode,
    event: { fingerprint: event.fingerprint, logId: options.logId },
    onClaim: async (tx: StoreTransaction) => {
      if (options.isLogged) await enqueueResume(context, tx.tasks, options);
    },
  };
  const obtained = await obtainToken(context, claimant, options.deadline);
  const proven = { ...options, place: placeOf(event, options, obtained) };
  if (!options.isSenderVerified) {
    const code = await judgeCode(context, event, obtained, options.isClaimant === true);
    if (code.use === 'other') return unproven;
    if (code.use === 'repeated') return commitRepeated(context, event, proven, code.client);
  }
  const proof = await confirmOwner(context, claimant, obtained, options.deadline);
  return commitProven(context, event, proven, proof);
}

/** The event that the code first came with has the place of its first delivery, however often it is delivered. */
function placeOf(
  event: WebhookEvent,
  { logId, place }: CommitOptions,
  { exchangedAt, first }: ObtainedToken,
): EventPlace {
  if (place === 'last') return place;
  if (first === undefined) {
    // Which event that was is not known.
    const isNew = exchangedAt === undefined;
    return isNew ? place : { logId: undefined, receivedAt: exchangedAt, isLate: true };
  }
  if (first.fingerprint !== event.fingerprint || first.logId === logId) return place;
  return { logId: first.logId, receivedAt: exchangedAt ?? place.receivedAt, isLate: true };
}

function commitProven(
  context: WebhookContext,
  event: WebhookEvent,
  options: CommitOptions,
  proof: ClientProof,
): Promise<CommittedEvent> {
  const { cid, subdomain, companyName } = proof.info;
  const companyNames = [companyName, event.webhook.companyName];
  const names = clientNames(context, { cid, subdomain, companyNames });
  const attempts = names.map((each, index) => () => {
    const isLast = index === names.length - 1;
    const what = isLast ? plainestEvent(event) : event;
    return commitEvent(context, what, options, (tx) => connectClient(tx, proof, each));
  });
  return commitWhatFits(context, attempts);
}

function commitForKnown(
  context: WebhookContext,
  event: WebhookEvent,
  options: CommitOptions,
  client: ClientRecord,
): Promise<CommittedEvent> {
  const connect = async () => ({ client, created: false, isHealed: false });
  const attempts = [event, plainestEvent(event)].map(
    (what) => () => commitEvent(context, what, options, connect),
  );
  return commitWhatFits(context, attempts);
}

/** Changes nothing: another event may have come since the property was looked at. */
async function commitRepeated(
  context: WebhookContext,
  event: WebhookEvent,
  options: CommitOptions,
  client: ClientRecord,
): Promise<EventOutcome> {
  try {
    return await commitForKnown(context, event, { ...options, mustRepeat: true }, client);
  } catch (error) {
    if (error instanceof NotRepeated) return unproven;
    throw error;
  }
}

function missing(field: string): AdapterError {
  return new AdapterError('invalid_request', 'A parameter is missing', { field });
}
