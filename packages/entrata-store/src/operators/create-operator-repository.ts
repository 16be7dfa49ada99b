import type { OperatorRepository } from '../repositories.js';
import type { Session } from '../rows/row-table.js';

export function createOperatorRepository({ tables }: Session): OperatorRepository {
  return {
    find: (id) => tables.operators.first({ id }),
    async findByName(name) {
      const rows = await tables.operators.all({ name }, { oldestBy: 'createdAt', limit: 500 });
      // A mapped column may compare without case or trailing spaces; the promise is the exact name.
      return rows.filter((row) => row.name === name);
    },
  };
}
