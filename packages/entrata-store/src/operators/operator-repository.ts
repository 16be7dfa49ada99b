import type { Id, Instant } from '../core/ids.js';
import type { RowTable, Session } from '../rows/row-table.js';
import type { OperatorRow } from './operators-table.js';

/** A property operator: whose dashboard shows the tours of its houses. */
export interface OperatorRecord {
  readonly id: Id;
  readonly name: string;
  readonly createdAt: Instant;
}

/**
 * Property operators.
 * @throws StoreError from every method, as {@link Store} says; a method names what is its own.
 */
export interface OperatorRepository {
  /**
   * The operator of this id.
   * @example
   * const operator = await store.operators.find(client.operatorId);
   */
  find(id: Id): Promise<OperatorRecord | undefined>;
  /**
   * Every operator of that exact name: names are not unique.
   * @example
   * const [operator, ...namesakes] = await store.operators.findByName('Example Homes');
   */
  findByName(name: string): Promise<readonly OperatorRecord[]>;
}

interface Tables {
  readonly operators: RowTable<OperatorRow>;
}

export function createOperatorRepository({ tables }: Session<Tables>): OperatorRepository {
  return {
    find: (id) => tables.operators.first({ id }),
    async findByName(name) {
      const rows = await tables.operators.all({ name }, { oldestBy: 'createdAt', limit: 500 });
      // A mapped column may compare without case or trailing spaces; the promise is the exact name.
      return rows.filter((row) => row.name === name);
    },
  };
}
