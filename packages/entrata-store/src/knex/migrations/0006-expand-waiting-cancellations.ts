import type { Step, StepSql } from './step.js';

const waiting = `"status" = 'confirmed' and "note" = 'cancel_requested' and "cancel_requested_at" is null`;
const set = 'update {viewings} set "cancel_requested_at" = "updated_at"';
const limited: StepSql = {
  viewings: [`${set} where "id" in (select "id" from {viewings} where ${waiting} limit 500)`],
};

/** Gives cancellations that were asked for before they had a column their place in it: until then only a task knew them. */
export const waitingCancellations: Step['sql'] = {
  sqlite: limited,
  postgres: limited,
  // It takes no LIMIT in a subquery, and has one for an UPDATE.
  mysql: { viewings: [`${set} where ${waiting} limit 500`] },
};
