import type { Target } from '../http/target.js';
import type { CallOptions } from '../options.js';
import { checkId } from './checks.js';
import { callMethod, ilsMethod } from './wire-call.js';

const method = 'approveProperty';

/** The answer to an ACTIVATION. How Entrata wants it is in no public source, so the profile says it all. */
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
  // Approving twice leaves what approving once leaves, so it may be repeated like a read.
  await callMethod(target, { method, wire, params, safety: 'read' }, () => undefined, call);
}
