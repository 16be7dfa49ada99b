import type { Knex } from 'knex';
import type { DatabaseName } from '../support/databases.js';

export interface Statement {
  readonly sql: string;
  readonly bindings: readonly unknown[];
}

type Row = Readonly<Record<string, unknown>>;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  /** Of one loop; there when the statement was run. */
  readonly 'Actual Rows'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** More rows than any page, batch or property has: reading as many means walking the table, or an index of it. */
const manyRows = 5_000;

function longReads(node: PlanNode): string[] {
  const table = node['Relation Name'];
  const read =
    ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
  const own =
    node['Node Type'] === 'Seq Scan' || (table !== undefined && read > manyRows)
      ? [`${node['Node Type']} of ${table}, ${read} rows`]
      : [];
  return [...own, ...(node.Plans ?? []).flatMap(longReads)];
}

const isSelect = (sql: string) => /^\s*(select|with)/i.test(sql);

/** What a worker's statements must not go by: all that waits of every kind. */
const otherKinds = /INDEX entrata_tasks_(status_turn_run_at|group_key_turn) /;

/** Selects are run once more and their rows counted: a plan without a scan may still walk a whole index. */
const explain: Readonly<Record<DatabaseName, (knex: Knex, statement: Statement) => Promise<string[]>>> = {
  async sqlite(knex, { sql, bindings }) {
    const rows: readonly Row[] = await knex.raw(`explain query plan ${sql}`, [...bindings] as string[]);
    return (
      rows
        .map(({ detail }) => String(detail))
        // Walking an index in order is how a page of all rows is read; walking it for some of them is not.
        .filter(
          (detail) =>
            otherKinds.test(detail) ||
            (/^SCAN /.test(detail) &&
              bigTables.test(detail) &&
              !(/INDEX/.test(detail) && / limit /.test(sql) && !/ where /.test(sql))),
        )
    );
  },
  async postgres(knex, { sql, bindings }) {
    const options = isSelect(sql) ? 'analyze, format json' : 'format json';
    const explained = `explain (${options}) ${sql.replace(/\$\d+/g, '?')}`;
    // What a worker changes begins with its selects; it is not changed a second time.
    const trx = await knex.transaction();
    const { rows } = await trx.raw(explained, [...bindings] as string[]);
    await trx.rollback();
    return longReads(rows[0]['QUERY PLAN'][0].Plan);
  },
  async mariadb(knex, { sql, bindings }) {
    const [rows] = (await knex.raw(`${isSelect(sql) ? 'analyze' : 'explain'} ${sql}`, [
      ...bindings,
    ] as string[])) as [readonly Row[]];
    return (
      rows
        .map(
          (row) =>
            ({ ...row, read: Number(isSelect(sql) ? row.r_rows : row.rows) }) as Row & {
              readonly read: number;
            },
        )
        // What is derived in a statement has been read from a table further down.
        .filter(
          ({ type, table, read }) => (type === 'ALL' && !String(table).startsWith('<')) || read > manyRows,
        )
        .map(({ type, table, read }) => `${type} of ${table}, ${read} rows`)
    );
  },
};

const bigTables =
  /\b(houses|viewings|entrata_webhooks|entrata_properties|entrata_oauth_codes|entrata_tasks)\b/;

/** Runs `work` and says which of its statements would read a whole big table. */
export async function scansOf(
  database: DatabaseName,
  knex: Knex,
  work: () => Promise<unknown>,
): Promise<{ readonly statements: number; readonly scans: readonly string[] }> {
  const seen: Statement[] = [];
  const watch = ({ sql, bindings }: Statement) => seen.push({ sql, bindings: bindings ?? [] });
  knex.on('query', watch);
  try {
    await work();
  } finally {
    knex.removeListener('query', watch);
  }
  // `where 0` takes SQLite's write lock and reads nothing.
  const relevant = seen.filter(
    ({ sql }) => /^\s*(select|update|delete|with)/i.test(sql) && bigTables.test(sql) && !/where 0$/.test(sql),
  );
  const scans: string[] = [];
  for (const statement of relevant) {
    for (const scan of await explain[database](knex, statement))
      scans.push(`${scan}: ${statement.sql.slice(0, 2_000)}`);
  }
  return { statements: relevant.length, scans };
}
