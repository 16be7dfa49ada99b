import type { Id, OperatorRecord } from '../records.js';

export interface OperatorRepository {
  find(id: Id): Promise<OperatorRecord | undefined>;
  /** Every operator of that exact name: names are not unique. */
  findByName(name: string): Promise<readonly OperatorRecord[]>;
}
