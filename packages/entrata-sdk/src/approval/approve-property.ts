import { callMethod, ilsMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { EntrataError } from '../core/errors.js';
import type { CallOptions } from '../options.js';
import type { ApprovalReply, ReadApproval } from '../profile/invented-ils-wire.js';
import { idCheck } from '../wire/checks.js';
import { runHook } from '../wire/run-hook.js';
import { readApproval } from './read-approval.js';

const method = 'approveProperty';

/**
 * The answer to an ACTIVATION. No public source shows it, so the profile says it all. A reply that is
 * good as a whole is no acceptance yet: its record may say that it failed, or be that of another property.
 */
export async function approveProperty(
  target: Target,
  { propertyId }: { readonly propertyId: string },
  call?: CallOptions,
): Promise<void> {
  const wire = ilsMethod(target, 'approveProperty', method);
  const params = {
    [wire.propertyIdParam]: idCheck(target.context.wire.ids, method)('propertyId', propertyId),
    [wire.decisionParam]: wire.approvedValue,
  };
  const read = (result: unknown) => {
    const { says, message: entrataMessage } = wire.readAnswer
      ? readOwn(wire.readAnswer, result, propertyId)
      : readApproval(result, propertyId);
    if (says === 'approved') return;
    if (says === 'refused') {
      const details = { outcome: 'refused', method, entrataMessage } as const;
      throw new EntrataError('rejected', `${method}: Entrata did not take the approval`, details);
    }
    const details = { outcome: 'unknown', method, entrataMessage } as const;
    throw new EntrataError(
      'bad_response',
      `${method}: Entrata's reply does not say that the property was approved`,
      details,
    );
  };
  // Approving twice leaves what approving once leaves, so it may be repeated like a read.
  await callMethod(target, { method, wire, params, safety: 'read' }, read, call);
}

/** What the profile's own reader says. */
function readOwn(readAnswer: ReadApproval, result: unknown, propertyId: string): ApprovalReply {
  let cause: unknown;
  try {
    const given: unknown = runHook(() => readAnswer(result, propertyId));
    if (isApprovalReply(given)) return given;
    cause = new TypeError('it gives no { says }');
  } catch (error) {
    cause = error;
  }
  const details = { outcome: 'unknown', method, cause } as const;
  const problem = "readAnswer() of wire.ils.approveProperty failed on Entrata's reply";
  throw new EntrataError('bad_response', `${method}: ${problem}`, details);
}

const verdicts: readonly unknown[] = ['approved', 'refused', 'unclear'];

function isApprovalReply(given: unknown): given is ApprovalReply {
  if (typeof given !== 'object' || given === null || !('says' in given)) return false;
  const message = 'message' in given ? given.message : undefined;
  return verdicts.includes(given.says) && (message === undefined || typeof message === 'string');
}
