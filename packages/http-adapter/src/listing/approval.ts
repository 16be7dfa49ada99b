import type { EntrataClient } from 'entrata-sdk';

/** The activation that is to be approved. */
export interface ApprovalRequest {
  /** Entrata's company id. */
  readonly cid: string;
  readonly subdomain: string;
  /** Entrata's property id. */
  readonly propertyId: string;
  readonly logId: string | undefined;
}

/** The HTTP answer to an ACTIVATION when the approval is that answer. */
export interface ApprovalAnswer {
  /** @defaultValue 200 */
  readonly status?: number;
  /** @defaultValue `application/json; charset=utf-8` */
  readonly contentType?: string;
  readonly body: string;
}

/**
 * How an activation is approved; Entrata's way is not public, so there is no default. A record of one or
 * both parts: `{ ...apiApproval(), ...answerApproval(...) }` does both.
 */
export interface Approval {
  /** Called before a property is fetched, again with backoff when it throws, not again once it resolved. */
  readonly send?: (request: ApprovalRequest, entrata: EntrataClient, signal: AbortSignal) => Promise<void>;
  /** Makes the webhook's answer; by then the approval is committed. */
  readonly answer?: (request: ApprovalRequest) => ApprovalAnswer;
}

/**
 * Calls Entrata's approval method, named by the SDK's `wire.ils`.
 *
 * @example
 * ```ts
 * createApp({ ...options, webhook: { verify: urlSecret(secret), approval: apiApproval() } });
 * ```
 */
export function apiApproval(): Approval {
  return {
    send: ({ propertyId, logId }, entrata, signal) =>
      entrata.approveProperty(
        { propertyId },
        { signal, ...(logId === undefined ? {} : { requestId: logId }) },
      ),
  };
}

/**
 * Our answer to the webhook is the approval.
 *
 * @example
 * ```ts
 * const approval = answerApproval(({ propertyId }) => ({ body: JSON.stringify({ propertyId, status: 'APPROVED' }) }));
 * ```
 * @throws TypeError for what is no function.
 */
export function answerApproval(answer: (request: ApprovalRequest) => ApprovalAnswer): Approval {
  if (typeof answer !== 'function')
    throw new TypeError('answerApproval needs a function that makes the answer');
  return { answer };
}

/**
 * Sends no approval at all.
 *
 * @example
 * ```ts
 * createApp({ ...options, webhook: { verify: urlSecret(secret), approval: noApproval() } });
 * ```
 */
export function noApproval(): Approval {
  return {};
}
