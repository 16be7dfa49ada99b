import { Refusal } from '../protocol/refusal.js';
import { idsOf, textOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';

/** `getPhoneNumber`: phone numbers by property id. It alone takes the ids as a list. */
export const getPhoneNumber: Method = ({ state, company, params }) => {
  const { propertyIds } = params;
  const ids = Array.isArray(propertyIds) ? propertyIds.map(textOf) : idsOf(propertyIds);
  if (ids.length === 0) throw new Refusal(400, 'propertyIds is required.');
  const numbers = ids.map((id) => {
    const { phone } = state.directory.property(company, id);
    return [id, `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`];
  });
  return { result: Object.fromEntries(numbers) };
};
