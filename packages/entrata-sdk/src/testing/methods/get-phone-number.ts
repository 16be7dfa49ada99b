import { idsOf, textOf } from '../protocol/wire-value.js';
import type { Method } from './method.js';

/** `getPhoneNumber`: phone numbers by property id, of all properties where none is named. It alone takes the ids as a list. */
export const getPhoneNumber: Method = ({ state, company, params }) => {
  const { propertyIds } = params;
  const ids = Array.isArray(propertyIds) ? propertyIds.map(textOf) : idsOf(propertyIds);
  const asked = ids.map((id) => state.directory.property(company, id));
  const numbers = (ids.length > 0 ? asked : company.properties).map(({ id, phone }) => {
    return [id, `(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`];
  });
  return { result: Object.fromEntries(numbers) };
};
