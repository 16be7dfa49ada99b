import type { Context } from '../context.js';
import type { Deadline } from '../deadline.js';
import { AdapterError } from '../problem.js';
import type { WebhookEvent } from '../webhook/read-event.js';
import { type CommittedEvent, commitEvent, type SettleEvent } from './commit-event.js';
import { connectClient } from './connect-client.js';
import { proveClient } from './prove-client.js';
import { enqueueResume } from './resume-task.js';

/** Why an event waits for an administrator. */
export type HoldReason = 'unproven' | 'unknown_client';

export type EventOutcome = CommittedEvent | { readonly outcome: 'held'; readonly reason: HoldReason };

export interface AcceptOptions {
  readonly logId: string;
  /** When it came in: what came in later wins. */
  readonly receivedAt: string;
  /** Whether the webhook has its row, from which it can be resumed. */
  readonly isLogged: boolean;
  /** Whether the sender is believed without a code. */
  readonly isSenderVerified: boolean;
  readonly deadline: Deadline;
  /** Written in the transaction that accepts the event. */
  readonly settle: SettleEvent;
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
  if (!context.entrata.oauth.isConfigured) {
    throw new AdapterError('unavailable', 'createEntrata was given no oauth credentials');
  }
  const known = await context.store.clients.findByCid(event.cid);
  if (known?.status === 'revoked') throw new AdapterError('forbidden');
  const { authCode, subdomain } = event.webhook;
  if (authCode === undefined) {
    if (!options.isSenderVerified) return { outcome: 'held', reason: 'unproven' };
    if (known === undefined) {
      if (event.action === 'activate') throw missing('authCode');
      return { outcome: 'held', reason: 'unknown_client' };
    }
    if (subdomain !== undefined && subdomain !== known.subdomain) throw new AdapterError('client_mismatch');
    return commitEvent(context, event, options, async () => ({
      client: known,
      created: false,
      isHealed: false,
    }));
  }
  const asked = subdomain ?? known?.subdomain;
  if (asked === undefined) throw missing('subdomain');
  const proof = await proveClient(
    context,
    {
      cid: event.cid,
      subdomain: asked,
      code: authCode,
      logId: options.logId,
      onClaim: async (tx) => {
        if (options.isLogged) await enqueueResume(context, tx.tasks, options);
      },
    },
    options.deadline,
  );
  // A code that comes a second time brings the event of the first time.
  const receivedAt = proof.exchangedAt ?? options.receivedAt;
  return commitEvent(context, event, { ...options, receivedAt }, (tx) =>
    connectClient(tx, proof, {
      companyName: proof.info.companyName ?? event.webhook.companyName ?? proof.info.subdomain,
      newAgent: context.options.webhook.newAgent,
    }),
  );
}

function missing(field: string): AdapterError {
  return new AdapterError('invalid_request', 'A parameter is missing', { field });
}
