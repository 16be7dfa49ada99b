import type { Dialect } from '../dialect/dialect.js';
import type { OwnTable, Step, StepSql } from './step.js';

/** Types by engine, frozen: a step that names one is what it was when it was released. */
const types = {
  sqlite: { bigint: 'integer', json: 'text', text: () => 'text' },
  postgres: { bigint: 'bigint', json: 'text', text: (width: number) => `varchar(${width}) collate "C"` },
  mysql: {
    bigint: 'bigint',
    json: 'mediumtext character set utf8mb4 collate {collation}',
    text: (width: number) => `varchar(${width}) character set utf8mb4 collate {collation}`,
  },
} as const;

/** A column to add: `bigint`, a list kept as JSON, or a text of so many characters. */
type NewColumn = 'bigint' | 'json' | number;

/** The SQL of a step that adds columns which may be absent, and indexes on some of them, on each engine. */
export function addColumns(
  tables: {
    readonly [T in OwnTable]?: {
      readonly columns?: Readonly<Record<string, NewColumn>>;
      readonly indexes?: readonly (readonly string[])[];
    };
  },
): Step['sql'] {
  const sqlOf = (engine: Dialect['name']): StepSql =>
    Object.fromEntries(
      Object.entries(tables).map(([key, { columns = {}, indexes = [] }]) => [
        key,
        [
          ...Object.entries(columns).map(([name, type]) => {
            const written = typeof type === 'number' ? types[engine].text(type) : types[engine][type];
            return `alter table {${key}} add column "${name}" ${written}`;
          }),
          ...indexes.map(
            (names) =>
              `create index {${key}:${names.join('_')}_index} on {${key}} (${names.map((name) => `"${name}"`).join(', ')})`,
          ),
        ],
      ]),
    );
  return { sqlite: sqlOf('sqlite'), postgres: sqlOf('postgres'), mysql: sqlOf('mysql') };
}
