import type { ClientRecord, StoreTransaction } from 'entrata-store';
import { AdapterError, webhookStatuses } from '../core/adapter-error.js';
import { commitWhatFits } from '../core/commit-what-fits.js';
import { type Deadline, withinDeadline } from '../core/deadline.js';
import type { Logger } from '../core/logger.js';
import { pagesOf } from '../core/pages-of.js';
import {
  type CommitOptions,
  type CommittedEvent,
  commitEvent,
  type EventPlace,
  NotRepeated,
} from './commit-event.js';
import { ClientRevoked, clientNames, connectClient, holdClient } from './connect-client.js';
import { judgeCode } from './judge-spent-code.js';
import { type ClientProof, confirmOwner, type ObtainedToken, obtainToken } from './prove-client.js';
import type { WebhookContext } from './webhook-context.js';
import {
  isOfProperty,
  ofProperty,
  type PropertyWebhookEvent,
  plainestEvent,
  type WebhookEvent,
} from './webhook-event.js';
import { eventEnd, type WebhookEnd } from './webhook-log.js';

/** Why an event waits for an administrator. */
export type HoldReason = 'unproven' | 'unknown_client' | 'client_revoked';

/** `ignored`: it asks for nothing that is known. */
export type EventOutcome =
  | CommittedEvent
  | { readonly outcome: 'held'; readonly reason: HoldReason }
  | { readonly outcome: 'ignored' };

/** What a webhook asks for, and how far its sender is believed. */
export interface ReadWebhook {
  /** Undefined when it asks for nothing that is known. */
  readonly event: WebhookEvent | undefined;
  /** As Entrata calls it. */
  readonly requestType: string | undefined;
  /** Whether the sender is believed without a code. */
  readonly isSenderVerified: boolean;
}

/** One webhook that is worked on: in its own request, from its row, or because an administrator has decided so. */
export interface WebhookWork {
  readonly logId: string;
  /** When it came: what came later wins. */
  readonly place: EventPlace;
  /** Whether it has its row, from which it can be resumed. */
  readonly isLogged: boolean;
  /** Whether it is done from its row, by the task that was committed with its claim of the code. */
  readonly isClaimant?: boolean;
  /** Whether an administrator vouches for it: its code, which was not proof enough, is not asked about again. */
  readonly isReleased?: boolean;
  /** Of a released one: whether its code has not been exchanged, because its client was revoked. */
  readonly hasUnusedCode?: boolean;
  readonly logger: Logger;
  /** Rejects with why the webhook is refused. */
  readonly read: () => Promise<ReadWebhook>;
  /** Writes how it ended in the transaction that accepts its event. */
  readonly recordEnd: CommitOptions['recordEnd'];
  /** Writes how it ended where no row of it stood in that transaction. */
  readonly writeEnd: (end: WebhookEnd) => Promise<void>;
}

/** The time for all steps of one webhook, and who is called with an error after it. */
export interface WorkTime {
  readonly deadlineMs: number;
  readonly onLate?: (error: unknown) => void;
}

/**
 * Reads a webhook, proves its event and accepts it, and writes how that ended; past the deadline rejects with
 * `deadline_exceeded`, while the work comes to its own end.
 */
export function processEvent(
  context: WebhookContext,
  work: WebhookWork,
  { deadlineMs, onLate = () => {} }: WorkTime,
): Promise<EventOutcome> {
  return withinDeadline(deadlineMs, (deadline) => readAndAccept(context, work, deadline), onLate);
}

async function readAndAccept(
  context: WebhookContext,
  work: WebhookWork,
  deadline: Deadline,
): Promise<EventOutcome> {
  const { event, requestType, isSenderVerified } = await work.read();
  if (event === undefined) {
    work.logger.info({ outcome: 'ignored', requestType }, 'webhook handled');
    await work.writeEnd({ outcome: 'ignored', httpStatus: webhookStatuses.ignored });
    return { outcome: 'ignored' };
  }
  const result = await acceptEvent(context, event, work, isSenderVerified, deadline);
  const { action, cid, propertyId } = event;
  work.logger.info({ action, cid, propertyId, outcome: result.outcome }, 'webhook handled');
  if (result.outcome === 'held') {
    await work.writeEnd({ outcome: 'held', httpStatus: webhookStatuses.held, errorCode: result.reason });
  } else if (result.outcome === 'ignored') {
    await work.writeEnd({ outcome: 'ignored', httpStatus: webhookStatuses.ignored });
  } else if (!work.isLogged) {
    await work.writeEnd(eventEnd(result.outcome, result.answer?.status));
  }
  return result;
}

const unproven = { outcome: 'held', reason: 'unproven' } as const;
const clientRevoked = { outcome: 'held', reason: 'client_revoked' } as const;

/** The client may be revoked at any time until the event is committed, and then it is held all the same. */
async function acceptEvent(
  context: WebhookContext,
  event: WebhookEvent,
  work: WebhookWork,
  isSenderVerified: boolean,
  deadline: Deadline,
): Promise<EventOutcome> {
  try {
    return await proveAndCommit(context, event, work, isSenderVerified, deadline);
  } catch (error) {
    if (error instanceof ClientRevoked) return clientRevoked;
    throw error;
  }
}

/**
 * Proves the event, then commits in one transaction: the client (made, or given its new token), the
 * property's desired state and the task that brings it about. Nothing unproven changes a stored client.
 */
async function proveAndCommit(
  context: WebhookContext,
  event: WebhookEvent,
  work: WebhookWork,
  isSenderVerified: boolean,
  deadline: Deadline,
): Promise<EventOutcome> {
  if (!context.entrata.oauth.isConfigured) {
    throw new AdapterError('not_configured', 'createEntrata was given no oauth credentials');
  }
  const known = await context.store.clients.findByCid(event.cid);
  const { authCode, subdomain } = event.webhook;
  if (!isOfProperty(event)) return commitForClient(context, event, work, isSenderVerified, known);
  if (known?.status === 'revoked') {
    // Its code stays as it is: a token would be one more to withdraw. What takes a property down needs none.
    if (event.action !== 'suspend' || !isSenderVerified) return clientRevoked;
    if (subdomain !== undefined && subdomain !== known.subdomain) throw new AdapterError('client_mismatch');
    return commitForKnown(context, event, commitOf(work), known);
  }
  const mayAskAgain = work.hasUnusedCode === true && known?.status !== 'active';
  if (authCode === undefined || (work.isReleased && known !== undefined && !mayAskAgain)) {
    if (!isSenderVerified) return unproven;
    if (known === undefined) {
      if (event.action === 'activate') throw missing('authCode');
      return { outcome: 'held', reason: 'unknown_client' };
    }
    if (subdomain !== undefined && subdomain !== known.subdomain) throw new AdapterError('client_mismatch');
    return commitForKnown(context, event, commitOf(work), known);
  }
  const asked = subdomain ?? known?.subdomain;
  if (asked === undefined) throw missing('subdomain');
  const claimant = {
    cid: event.cid,
    subdomain: asked,
    code: authCode,
    event: { fingerprint: event.fingerprint, logId: work.logId },
    resumption: work.isLogged ? { logId: work.logId, isSenderVerified } : undefined,
  };
  const obtained = await obtainToken(context, claimant, deadline);
  const commit = { ...commitOf(work), place: placeOf(event, work, obtained) };
  if (!isSenderVerified) {
    const code = await judgeCode(context, event, obtained, work.isClaimant === true);
    if (code.use === 'other') return unproven;
    if (code.use === 'repeated') return commitRepeated(context, event, commit, code.client);
  }
  const proof = await confirmOwner(context, claimant, obtained, deadline);
  return commitProven(context, event, commit, proof);
}

const commitOf = ({ logId, place, recordEnd }: WebhookWork): CommitOptions => ({ logId, place, recordEnd });

/** The event that the code first came with has the place of its first delivery, however often it is delivered. */
function placeOf(
  event: PropertyWebhookEvent,
  { logId, place }: WebhookWork,
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
  event: PropertyWebhookEvent,
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
  event: PropertyWebhookEvent,
  options: CommitOptions,
  client: ClientRecord,
): Promise<CommittedEvent> {
  const connect = (tx: StoreTransaction) => holdClient(tx, client, event.action === 'suspend');
  const attempts = [event, plainestEvent(event)].map(
    (what) => () => commitEvent(context, what, options, connect),
  );
  return commitWhatFits(context, attempts);
}

/**
 * An event of a whole client: of each property that it has. It makes no client and brings none a token, so it rests on its
 * sender alone. Its row says how it ended once the last property has it: after a crash all of it is done again, which
 * changes nothing where it was done.
 */
async function commitForClient(
  context: WebhookContext,
  event: WebhookEvent,
  work: WebhookWork,
  isSenderVerified: boolean,
  client: ClientRecord | undefined,
): Promise<EventOutcome> {
  if (!isSenderVerified) return unproven;
  if (client === undefined) return { outcome: 'held', reason: 'unknown_client' };
  if (client.status === 'revoked' && event.action !== 'suspend') return clientRevoked;
  const { subdomain } = event.webhook;
  if (subdomain !== undefined && subdomain !== client.subdomain) throw new AdapterError('client_mismatch');
  const propertyIds = await propertyIdsOf(context, client);
  const options = commitOf(work);
  const notYet = { ...options, recordEnd: async () => {} };
  let result: EventOutcome = { outcome: 'ignored' };
  for (const [index, propertyId] of propertyIds.entries()) {
    const isLast = index === propertyIds.length - 1;
    result = await commitForKnown(context, ofProperty(event, propertyId), isLast ? options : notYet, client);
  }
  return result;
}

async function propertyIdsOf({ store }: WebhookContext, client: ClientRecord): Promise<string[]> {
  const ids: string[] = [];
  const own = { clientId: client.id };
  for await (const page of pagesOf((after) => store.properties.list(own, { limit: 200, after })))
    for (const { propertyId } of page) ids.push(propertyId);
  return ids;
}

/** Changes nothing: another event may have come since the property was looked at. */
async function commitRepeated(
  context: WebhookContext,
  event: PropertyWebhookEvent,
  options: CommitOptions,
  client: ClientRecord,
): Promise<CommittedEvent | typeof unproven> {
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
