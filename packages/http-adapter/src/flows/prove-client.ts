import { type ClientInfo, isEntrataError, type Secret } from 'entrata-sdk';
import type { NewToken, StoreTransaction } from 'entrata-store';
import type { Context } from '../context.js';
import type { Deadline } from '../deadline.js';
import { AdapterError } from '../problem.js';
import { canonicalId, codeDigest } from '../webhook/read-event.js';

/** Whose token a code became, in Entrata's own words. */
export interface ClientProof {
  readonly info: ClientInfo;
  readonly token: NewToken;
  /** When the code was exchanged; undefined when that was just now. */
  readonly exchangedAt: string | undefined;
}

interface Claimant {
  readonly cid: string;
  /** Where Entrata is asked whose token it is. */
  readonly subdomain: string;
  readonly code: Secret;
  /** Goes along with the calls. */
  readonly logId: string;
  /** Runs in the transaction that claims the code. */
  readonly onClaim: (tx: StoreTransaction) => Promise<void>;
}

/** How long another process' exchange is waited for between two looks. */
const lookAgainMs = 50;
/** Beyond the deadline, so that a claim outlives the exchange it is for. */
const leaseSlackMs = 2_000;

/**
 * Swaps the one-time code for a token, once whatever the number of deliveries, and asks Entrata whose it is.
 * Throws `code_rejected` when Entrata refuses the code, `client_mismatch` when the token is not of the
 * webhook's company, `upstream_error` when Entrata cannot be asked.
 */
export async function proveClient(
  context: Context,
  claimant: Claimant,
  deadline: Deadline,
): Promise<ClientProof> {
  const { token, exchangedAt } = await obtainToken(context, claimant, deadline);
  const { subdomain, cid, logId } = claimant;
  const call = { signal: deadline.signal, requestId: logId };
  const info = await context.entrata.oauth
    .getClientInfo({ subdomain, accessToken: token.accessToken }, call)
    .catch((error: unknown) => {
      // Entrata knows the token, which it has just made, but not for this company.
      const isRefused = isEntrataError(error) && (error.reauthorize || error.code === 'forbidden');
      throw isRefused ? new AdapterError('client_mismatch', undefined, { cause: error }) : error;
    });
  await context.atStep('client.confirmed');
  if (canonicalId(info.cid) !== cid) throw new AdapterError('client_mismatch');
  return { info: { ...info, cid: canonicalId(info.cid) }, token, exchangedAt };
}

async function obtainToken(
  context: Context,
  claimant: Claimant,
  deadline: Deadline,
): Promise<{ readonly token: NewToken; readonly exchangedAt: string | undefined }> {
  const digest = codeDigest(claimant.code.reveal());
  for (;;) {
    const leaseUntil = new Date(
      context.now().getTime() + deadline.remainingMs() + leaseSlackMs,
    ).toISOString();
    const claim = await context.store.transaction(async (tx) => {
      const made = await tx.oauthCodes.claim(digest, leaseUntil);
      if (made.state === 'claimed') await claimant.onClaim(tx);
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
        return { token, exchangedAt: undefined };
      }
      case 'busy':
        await pause(lookAgainMs, deadline.signal);
    }
  }
}

async function exchange(
  context: Context,
  { code, subdomain, logId }: Claimant,
  digest: string,
  fence: number,
  deadline: Deadline,
): Promise<NewToken> {
  const { oauthCodes } = context.store;
  const call = { signal: deadline.signal, requestId: logId };
  const set = await context.entrata.oauth.exchangeCode({ code, subdomain }, call).catch(async (error) => {
    if (isEntrataError(error, 'rejected')) {
      await oauthCodes.refuse(digest, fence);
      throw new AdapterError('code_rejected', undefined, { cause: error });
    }
    // Not exchanged, or nobody knows: a redelivery may try, and a refusal then is final.
    await oauthCodes.release(digest, fence);
    // Refused is our own id and secret, not the code.
    const isOurs = isEntrataError(error, 'unauthorized') || isEntrataError(error, 'not_configured');
    throw isOurs ? new AdapterError('unavailable', undefined, { cause: error }) : error;
  });
  await context.atStep('code.exchanged');
  const token: NewToken = { accessToken: set.accessToken, expiresAt: set.expiresAt };
  if (!(await oauthCodes.keepToken(digest, fence, token))) {
    throw new AdapterError('unavailable', 'The claim of the code ran out during the exchange');
  }
  await context.atStep('code.kept');
  return token;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
