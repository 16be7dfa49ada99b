import type { PageRequest } from '../../core/page.js';
import { readPage, refusedCursor, writeCursor } from '../../core/page.js';
import type { Dialect } from '../dialect/dialect.js';
import { type DatabaseValue, joined, plain, type Sql, sql } from '../dialect/sql.js';
import type { BoundTable } from '../mapping/bound-table.js';
import type { RowCondition } from './where.js';

type Stored = Readonly<Record<string, unknown>>;

/** The name under which the cursor's value is selected; no field has it. */
const cursorName = 'cursorAt';

/**
 * One page of the rows that meet a condition, by an instant and the id. In a mapped table, rows whose instant cannot be
 * read (NULL, a zero date) come last, by id: they have no place among the others, but must not be lost either.
 */
export async function pageRows(
  table: BoundTable,
  condition: RowCondition | undefined,
  options: {
    readonly read: (select: Sql) => Promise<readonly Stored[]>;
    readonly dialect: Dialect;
    readonly by: string;
    readonly direction: 'asc' | 'desc';
    readonly request: PageRequest | undefined;
  },
): Promise<{ readonly rows: readonly Stored[]; readonly next: string | undefined }> {
  const { read, dialect, by, direction, request } = options;
  const { limit, after } = readPage(request);
  const at = table.findColumn(by);
  const id = table.column('id');
  if (at && !at.order) throw new TypeError(`${by} is no instant`);
  // Without a column no row has an instant.
  const isReadable = at?.order?.isReadable ?? '1 = 0';
  if (after && !id.canHold(after.id)) throw refusedCursor();
  const beyond = plain(direction === 'asc' ? '>' : '<');
  const mayBeUnreadable = table.mapping !== undefined;
  const idColumn = plain(dialect.quote(id.column));

  const select = (cursor: string, further: readonly Sql[], order: Sql, most: DatabaseValue) => {
    if (condition === undefined) return [];
    const ours: Sql = { sql: condition.toSql(), bindings: condition.bindings };
    const more = further.length === 0 ? plain('') : joined(further, ' and ');
    const link = plain(further.length === 0 ? '' : ours.sql === '' ? ' where ' : ' and ');
    return read(
      sql`select ${plain(`${table.selection}, ${cursor} as ${dialect.quote(cursorName)}`)} from ${plain(dialect.quote(table.name))}${ours}${link}${more} order by ${order} limit ${most}`,
    );
  };

  async function readable(): Promise<readonly Stored[]> {
    if (after?.at === '' && mayBeUnreadable) return [];
    const cursor = after && at?.order?.readCursor(after.at);
    if (after && cursor === undefined) throw refusedCursor();
    if (!at?.order) return [];
    const column = plain(dialect.quote(at.column));
    const further = mayBeUnreadable ? [plain(isReadable)] : [];
    if (after && cursor !== undefined)
      // Written so that the first condition alone bounds the index range.
      further.push(
        sql`${column} ${beyond}= ${cursor} and (${column} ${beyond} ${cursor} or ${idColumn} ${beyond} ${id.write(after.id)})`,
      );
    const order = sql`${column} ${plain(direction)}, ${idColumn} ${plain(direction)}`;
    return select(at.order.selectCursor, further, order, limit + 1);
  }

  async function unreadable(most: number): Promise<readonly Stored[]> {
    if (!mayBeUnreadable || most <= 0) return [];
    const further = [plain(`(${isReadable}) is not true`)];
    if (after?.at === '') further.push(sql`${idColumn} ${beyond} ${id.write(after.id)}`);
    return select("''", further, sql`${idColumn} ${plain(direction)}`, most);
  }

  const first = await readable();
  const found = [...first, ...(await unreadable(limit + 1 - first.length))];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const next =
    last && found.length > limit
      ? writeCursor({ at: String(last[cursorName] ?? ''), id: String(last.id) })
      : undefined;
  return { rows, next };
}
