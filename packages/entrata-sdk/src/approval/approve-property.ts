import { callMethod, ilsMethod } from '../call/call-method.js';
import type { Target } from '../call/context.js';
import { EntrataError } from '../core/errors.js';
import type { CallOptions } from '../options.js';
import { checkId } from '../wire/checks.js';
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
    [wire.propertyIdParam]: checkId('propertyId', propertyId, method),
    [wire.decisionParam]: wire.approvedValue,
  };
  const read = (result: unknown) => {
    const { says, message: entrataMessage } = (wire.readAnswer ?? readApproval)(result, propertyId);
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
