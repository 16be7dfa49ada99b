import { Refusal } from '../protocol/refusal.js';
import { idOf, textOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';

/** The answer to an ACTIVATION; its name and parameters come from the profile. */
export const approveProperty: Method = ({ state, company, params, nowMs }) => {
  const wire = state.wire.ils.approveProperty;
  const property = state.directory.property(company, textOf(params[wire.propertyIdParam]));
  const decision = textOf(params[wire.decisionParam]);
  if (decision === '') throw new Refusal(400, `${wire.decisionParam} is required.`);
  const id = idOf(property.id);
  if (state.quirks.approvals === 'absent') return { result: undefined };
  if (state.quirks.approvals === 'failed') {
    return { result: { propertyId: id, status: 'Failed', message: 'The property is not enabled.' } };
  }
  const at = new Date(nowMs).toISOString();
  state.approvals.push({ at, subdomain: company.subdomain, propertyId: property.id, decision });
  return {
    result: { propertyId: id, status: decision, message: 'Property status updated.' },
  };
};
