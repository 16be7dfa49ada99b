import type { ClientRecord, PropertyRecord, StoreTransaction } from 'entrata-store';
import type { Context } from '../context.js';
import type { Deadline } from '../deadline.js';
import { enqueueNotification } from '../notifications.js';
import { AdapterError } from '../problem.js';
import type { WebhookEvent } from '../webhook/read-event.js';
import { connectClient } from './connect-client.js';
import { enqueueConverge } from './converge-task.js';
import { type ClientProof, proveClient } from './prove-client.js';
import { enqueueResume } from './resume-task.js';

/** Why an event waits for an administrator. */
export type HoldReason = 'unproven' | 'unknown_client';

export type EventOutcome =
  | {
      readonly outcome: 'accepted' | 'duplicate';
      readonly client: ClientRecord;
      readonly property: PropertyRecord;
    }
  | { readonly outcome: 'held'; readonly reason: HoldReason };

export interface AcceptOptions {
  readonly logId: string;
  /** Whether the webhook has its row, from which it can be resumed. */
  readonly isLogged: boolean;
  /** Whether the sender is believed without a code. */
  readonly isSenderVerified: boolean;
  readonly deadline: Deadline;
  /** Written in the transaction that accepts the event. */
  readonly settle: (tx: StoreTransaction, outcome: 'accepted' | 'duplicate') => Promise<void>;
}

/**
 * Proves the event, then commits in one transaction: the client (made, or given its new token), the
 * property's wish and the task that brings it about. Nothing unproven changes a stored client.
 */
export async function acceptEvent(
  context: Context,
  event: WebhookEvent,
  options: AcceptOptions,
): Promise<EventOutcome> {
  const known = await context.store.clients.findByCid(event.cid);
  if (known?.status === 'revoked') throw new AdapterError('forbidden');
  const { authCode } = event.webhook;
  if (authCode !== undefined) {
    const subdomain = event.webhook.subdomain ?? known?.subdomain;
    if (subdomain === undefined) throw missing('subdomain');
    const claimant = {
      cid: event.cid,
      subdomain,
      code: authCode,
      logId: options.logId,
      onClaim: async (tx: StoreTransaction) => {
        if (options.isLogged) await enqueueResume(context, tx.tasks, options);
      },
    };
    const proof = await proveClient(context, claimant, options.deadline);
    return commit(context, event, options, (tx) => connectProven(context, tx, event, proof));
  }
  if (!options.isSenderVerified) return { outcome: 'held', reason: 'unproven' };
  if (known === undefined) {
    if (event.action === 'activate') throw missing('authCode');
    return { outcome: 'held', reason: 'unknown_client' };
  }
  const { subdomain } = event.webhook;
  if (subdomain !== undefined && subdomain !== known.subdomain.toLowerCase()) {
    throw new AdapterError('client_mismatch');
  }
  return commit(context, event, options, async () => ({ client: known, created: false }));
}

function missing(field: string): AdapterError {
  return new AdapterError('invalid_request', 'A parameter is missing', { field });
}

function connectProven(context: Context, tx: StoreTransaction, event: WebhookEvent, proof: ClientProof) {
  return connectClient(tx, proof, {
    companyName: proof.info.companyName ?? event.webhook.companyName ?? proof.info.subdomain,
    newAgent: context.options.webhook.newAgent,
  });
}

async function commit(
  context: Context,
  event: WebhookEvent,
  { logId, settle }: AcceptOptions,
  connect: (tx: StoreTransaction) => Promise<{ client: ClientRecord; created: boolean }>,
): Promise<EventOutcome> {
  const { approval } = context.options.webhook;
  const accepted = await context.store.transaction(async (tx) => {
    const { client, created } = await connect(tx);
    const { property, duplicate } = await tx.properties.want({
      clientId: client.id,
      propertyId: event.propertyId,
      desiredState: event.desiredState,
      feedType: event.webhook.feedType,
      occupancyType: event.webhook.occupancyType,
      fingerprint: event.fingerprint,
      logId,
    });
    if (property.reachedSeq !== property.eventSeq) await enqueueConverge(tx.tasks, property, logId);
    // The HTTP answer is the whole approval: it is committed before it is given.
    if (event.action === 'activate' && approval.answer !== undefined && approval.send === undefined) {
      await tx.properties.recordApproval(property.id, 'sent');
    }
    if (created) {
      const id = `client.connected:${client.id}`;
      await enqueueNotification(tx.tasks, { id, type: 'client.connected', clientId: client.id }, logId);
    }
    const outcome = duplicate ? 'duplicate' : 'accepted';
    await settle(tx, outcome);
    return { outcome, client, property } as const;
  });
  await context.atStep('event.accepted');
  return accepted;
}
