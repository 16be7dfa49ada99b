import type { MappingProblem } from 'entrata-store/knex';
import { printable } from './table.js';

/** A problem of a mapping as one line, with the statement that would mend it. Holds no data. */
export const describeMappingProblem = ({ table, column, problem, alter }: MappingProblem): string =>
  printable(
    `${[table, column].filter(Boolean).join('.')} ${problem}${alter === undefined ? '' : `: ${alter};`}`,
  );
