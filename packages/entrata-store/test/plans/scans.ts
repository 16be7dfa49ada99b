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
  readonly Plans?: readonly PlanNode[];
}

function seqScans(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [`sequential scan of ${node['Relation Name']}`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(seqScans)];
}

/** More rows than any page, batch or property has: reading as many means reading the table. */
const manyRows = 20_000;

const explain: Readonly<Record<DatabaseName, (knex: Knex, statement: Statement) => Promise<string[]>>> = {
  async sqlite(knex, { sql, bindings }) {
    const rows: readonly Row[] = await knex.raw(`explain query plan ${sql}`, [...bindings] as string[]);
    return (
      rows
        .map(({ detail }) => String(detail))
        // Walking an index in order is how a page with LIMIT is read; walking the table is not.
        .filter(
          (detail) => /^SCAN (?!CONSTANT)/.test(detail) && !(/INDEX/.test(detail) && / limit /.test(sql)),
        )
    );
  },
  async postgres(knex, { sql, bindings }) {
    const { rows } = await knex.raw(`explain (format json) ${sql.replace(/\$\d+/g, '?')}`, [
      ...bindings,
    ] as string[]);
    return seqScans(rows[0]['QUERY PLAN'][0].Plan);
  },
  async mariadb(knex, { sql, bindings }) {
    const [rows] = (await knex.raw(`explain ${sql}`, [...bindings] as string[])) as [readonly Row[]];
    // Walking an index in order is how a page with LIMIT is read: the estimate is of the whole walk.
    const isPage = (extra: unknown) => / limit /.test(sql) && !/filesort|temporary/.test(String(extra));
    return rows
      .filter((row) => row.type === 'ALL' || (Number(row.rows) > manyRows && !isPage(row.Extra)))
      .map((row) => `${row.type} of ${row.table}, ${row.rows} rows`);
  },
};

const bigTables = /\b(houses|viewings|entrata_webhooks|entrata_properties|entrata_oauth_codes)\b/;

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
    ({ sql }) => /^(select|update|delete)/i.test(sql) && bigTables.test(sql) && !/where 0$/.test(sql),
  );
  const scans: string[] = [];
  for (const statement of relevant) {
    for (const scan of await explain[database](knex, statement))
      scans.push(`${scan}: ${statement.sql.slice(0, 2_000)}`);
  }
  return { statements: relevant.length, scans };
}
