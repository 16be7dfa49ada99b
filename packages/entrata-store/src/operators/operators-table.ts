import { id, instant, type RowOf, table, text } from '../rows/field.js';

export const operatorsTable = table({
  key: 'operators',
  name: 'property_operators',
  fields: { id: id(), name: text(255), createdAt: instant() },
  unique: [],
  indexes: [['name']],
});

export type OperatorRow = RowOf<typeof operatorsTable>;
