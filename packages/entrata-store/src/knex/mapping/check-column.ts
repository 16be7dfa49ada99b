import { longTextWidth } from '../../rows/field.js';
import type { Dialect } from '../dialect/dialect.js';
import type { ColumnFacts } from '../dialect/table-facts.js';
import type { BoundColumn } from './bound-column.js';
import type { BoundTable } from './bound-table.js';

export interface ColumnProblem {
  /** An error breaks a promise of the store; a warning breaks one for some values only. */
  readonly severity: 'error' | 'warning';
  readonly column: string;
  readonly problem: string;
  /** A statement that would mend it, for whoever owns the table to judge. */
  readonly alter?: string;
}

const dateTypes = /^(datetime|timestamp|timestamptz|date)$/;

/** Compares one column with what its field needs. */
export function checkColumn(options: {
  readonly table: BoundTable;
  readonly name: string;
  readonly bound: BoundColumn;
  readonly facts: ColumnFacts | undefined;
  readonly dialect: Dialect;
  readonly collation: string | undefined;
}): ColumnProblem[] {
  const { table, name, bound, facts, dialect, collation } = options;
  const { column, field } = bound;
  const change = `alter table ${dialect.quote(table.name)} `;
  const type = dialect.columnType(bound.numericId ? { kind: 'integer', optional: true } : field, collation);
  const absent = table.columns.has(name) ? undefined : `without a column for ${name}, ${field.feature}`;
  if (!facts) {
    // Without NOT NULL: those who write the table today do not know the column.
    const alter = `${change}add column ${dialect.quote(column)} ${type}`;
    return absent === undefined
      ? [{ severity: 'error', column, problem: `does not exist (for ${name})`, alter }]
      : [{ severity: 'warning', column, problem: `does not exist: ${absent}`, alter }];
  }
  if (absent !== undefined) {
    const problem = `is used for something else by the mapping: ${absent}. Name another column, or null`;
    return [{ severity: 'warning', column, problem }];
  }

  const problems: ColumnProblem[] = [];
  const error = (problem: string, alter?: string) =>
    problems.push({ severity: 'error', column, problem, ...(alter === undefined ? {} : { alter }) });
  const modify = `${change}modify column ${dialect.quote(column)} ${type}`;

  // Rows without a value are written from the first insert on; the mapping's author had no say in that.
  if (field.feature !== undefined && !field.generated && !facts.nullable)
    error(`is NOT NULL, although ${name} may be absent: name another column, or null`);
  if (field.kind === 'id' && table.ids === 'database' && !facts.hasDefault)
    error('is to be handed out by the database, but has neither AUTO_INCREMENT nor a default');
  if (field.kind === 'text' || field.kind === 'json') {
    const needed = field.width ?? longTextWidth;
    if (facts.characters !== undefined && facts.characters < needed && !field.values)
      error(
        `holds ${facts.characters} characters, ${name} may have ${needed}: say width: ${facts.characters}, or widen it`,
        modify,
      );
    if (facts.charset !== undefined && facts.charset !== 'utf8mb4')
      problems.push({
        severity: 'warning',
        column,
        problem: `is in ${facts.charset}: texts with other characters are refused`,
        alter: modify,
      });
    const isKey = table.spec.unique.some((fields) => fields.includes(name));
    if (isKey && facts.collation !== undefined && !facts.collation.endsWith('_bin'))
      problems.push({
        severity: 'warning',
        column,
        problem: `is compared by ${facts.collation}: keys that differ by case or accent are one key`,
        alter: modify,
      });
  }
  if (field.kind === 'instant') {
    const isDate = dateTypes.test(facts.type);
    if (isDate && bound.datetime === undefined)
      error(`is a ${facts.type}: say datetime: ${(facts.precision ?? 0) >= 3 ? 3 : 0}`);
    if (!isDate && bound.datetime !== undefined && facts.precision !== undefined)
      error(`is a ${facts.type}, not a date: leave datetime out`);
    if (bound.datetime === 3 && (facts.precision ?? 3) < 3)
      error(`keeps ${facts.precision} digits of a second: say datetime: 0, or widen it`);
  }
  return problems;
}
