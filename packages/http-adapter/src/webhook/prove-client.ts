import type { ClientInfo, Secret } from 'entrata-sdk';
import { type CodeEvent, isStoreError, type NewToken } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { instantIn } from '../core/context.js';
import type { Deadline } from '../core/deadline.js';
import { describeError } from '../core/describe-error.js';
import { isCodeRefusal, isCredentialsRefusal, isTokenOfAnother } from '../core/judge-entrata-error.js';
import { enqueueResume, type Resumption } from './resume-task.js';
import type { WebhookContext } from './webhook-context.js';
import { canonicalId, codeDigest } from './webhook-event.js';

/** A code's token. */
export interface ObtainedToken {
  readonly token: NewToken;
  /** When the code was exchanged; undefined when that was just now. */
  readonly exchangedAt: string | undefined;
  /** The event that the code first came with; undefined where that is not kept. */
  readonly first?: CodeEvent | undefined;
}

/** Whose token a code became, in Entrata's own words. */
export interface ClientProof extends ObtainedToken {
  readonly info: ClientInfo;
}

export interface Claimant {
  readonly cid: string;
  /** Where Entrata is asked whose token it is. */
  readonly subdomain: string;
  readonly code: Secret;
  /** What the code came with; the log id goes along with the calls. */
  readonly event: CodeEvent;
  /** The webhook that is resumed from its row should this process die once it has claimed the code. */
  readonly resumption: Resumption | undefined;
}

/** How long another process' exchange is waited for between two looks. */
const lookAgainMs = 50;
/** Beyond the deadline, so that a claim outlives the exchange it is for. */
const leaseSlackMs = 2_000;

/** How often, and how long apart, a token is tried to be kept: within the slack of its claim. */
const mostKeeps = 10;
const keepAgainMs = 150;

/**
 * Asks Entrata whose token it is. Throws `client_mismatch` when it is not of the webhook's company,
 * `upstream_error` when Entrata cannot be asked.
 */
export async function confirmOwner(
  context: WebhookContext,
  { subdomain, cid, event }: Claimant,
  { token, exchangedAt, first }: ObtainedToken,
  deadline: Deadline,
): Promise<ClientProof> {
  const call = { signal: deadline.signal, requestId: event.logId };
  const info = await context.entrata.oauth
    .getClientInfo({ subdomain, accessToken: token.accessToken }, call)
    .catch((error: unknown) => {
      throw isTokenOfAnother(error)
        ? new AdapterError('client_mismatch', undefined, { cause: error })
        : error;
    });
  await context.atStep('client.confirmed');
  if (canonicalId(info.cid) !== cid) throw new AdapterError('client_mismatch');
  return { info: { ...info, cid }, token, exchangedAt, first };
}

/**
 * Swaps the one-time code for a token, once whatever the number of deliveries, and keeps it beside the code
 * before anything else is done. Throws `code_rejected` when Entrata refuses the code.
 */
export async function obtainToken(
  context: WebhookContext,
  claimant: Claimant,
  deadline: Deadline,
): Promise<ObtainedToken> {
  const digest = codeDigest(claimant.code.reveal());
  for (;;) {
    const leaseUntil = instantIn(context, deadline.remainingMs() + leaseSlackMs);
    const claim = await context.store.transaction(async (tx) => {
      const made = await tx.oauthCodes.claim(digest, leaseUntil, claimant.event);
      if (made.state === 'claimed' && claimant.resumption !== undefined) {
        await enqueueResume(context, tx.tasks, claimant.resumption);
      }
      return made;
    });
    switch (claim.state) {
      case 'refused':
        throw new AdapterError('code_rejected');
      case 'exchanged':
        return claim;
      case 'claimed': {
        await context.atStep('code.claimed');
        const token = await exchange(context, claimant, digest, claim.fence, deadline);
        return { token, exchangedAt: undefined, first: claim.first };
      }
      case 'busy':
        await pause(lookAgainMs, deadline.signal);
    }
  }
}

async function exchange(
  context: WebhookContext,
  { code, subdomain, event }: Claimant,
  digest: string,
  fence: number,
  deadline: Deadline,
): Promise<NewToken> {
  const { oauthCodes } = context.store;
  const call = { signal: deadline.signal, requestId: event.logId };
  const set = await context.entrata.oauth.exchangeCode({ code, subdomain }, call).catch(async (error) => {
    if (isCodeRefusal(error)) {
      await oauthCodes.refuse(digest, fence);
      throw new AdapterError('code_rejected', undefined, { cause: error });
    }
    // Not exchanged, or nobody knows: a redelivery may try, and a refusal then is final.
    await oauthCodes.release(digest, fence);
    throw isCredentialsRefusal(error)
      ? new AdapterError('not_configured', undefined, { cause: error })
      : error;
  });
  await context.atStep('code.exchanged');
  const token: NewToken = { accessToken: set.accessToken, expiresAt: readInstant(set.expiresAt) };
  if (!(await keepToken(context, digest, fence, token))) {
    throw new AdapterError('unavailable', 'The claim of the code ran out during the exchange');
  }
  await context.atStep('code.kept');
  return token;
}

/** The code is spent: a database that is away for a moment shall not cost the token. */
async function keepToken(
  context: WebhookContext,
  digest: string,
  fence: number,
  token: NewToken,
): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      return await context.store.oauthCodes.keepToken(digest, fence, token);
    } catch (error) {
      const mayPass = isStoreError(error) && error.retryable && tries < mostKeeps;
      if (!mayPass) throw error;
      context.logger.warn(describeError(error), 'a token could not be kept yet');
      await pause(keepAgainMs);
    }
  }
}

/** Undefined for what is no instant that a database could hold: without an end the token is used till Entrata refuses it. */
function readInstant(instant: string | undefined): string | undefined {
  const ms = instant === undefined ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(ms)) return undefined;
  const text = new Date(ms).toISOString();
  return /^\d{4}-/.test(text) ? text : undefined;
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
