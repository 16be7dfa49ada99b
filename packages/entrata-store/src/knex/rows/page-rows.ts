import type { Knex } from 'knex';
import { readPage, refusedCursor, writeCursor } from '../../core/page.js';
import type { PageRequest } from '../../repositories.js';
import type { Dialect } from '../dialect/dialect.js';
import type { BoundTable } from '../mapping/bound-table.js';

type Stored = Readonly<Record<string, unknown>>;

/** The name under which the cursor's value is selected; no field has it. */
const cursorName = 'cursorAt';

/**
 * One page of the rows that `search` finds, by an instant and the id. In a mapped table, rows whose instant cannot be
 * read (NULL, a zero date) come last, by id: they have no place among the others, but must not be lost either.
 */
export async function pageRows(
  search: () => Knex.QueryBuilder,
  table: BoundTable,
  options: {
    readonly query: Knex;
    readonly dialect: Dialect;
    readonly by: string;
    readonly direction: 'asc' | 'desc';
    readonly request: PageRequest | undefined;
  },
): Promise<{ readonly rows: readonly Stored[]; readonly next: string | undefined }> {
  const { query, dialect, by, direction, request } = options;
  const { limit, after } = readPage(request);
  const at = table.findColumn(by);
  const id = table.column('id');
  if (at && !at.order) throw new TypeError(`${by} is no instant`);
  // Without a column no row has an instant.
  const isReadable = at?.order?.isReadable ?? '1 = 0';
  if (after && !id.canHold(after.id)) throw refusedCursor();
  const beyond = direction === 'asc' ? '>' : '<';
  const mayBeUnreadable = table.mapping !== undefined;

  const select = (cursor: string) =>
    search()
      .select(query.raw(`${table.selection}, ${cursor} as ${dialect.quote(cursorName)}`))
      .limit(limit + 1);

  async function readable(): Promise<readonly Stored[]> {
    if (after?.at === '' && mayBeUnreadable) return [];
    const cursor = after && at?.order?.readCursor(after.at);
    if (after && cursor === undefined) throw refusedCursor();
    if (!at?.order) return [];
    const found = select(at.order.selectCursor);
    if (mayBeUnreadable) found.whereRaw(isReadable);
    if (after && cursor !== undefined) {
      // Written so that the first condition alone bounds the index range.
      found.where(at.column, `${beyond}=`, cursor).where((either) => {
        either.where(at.column, beyond, cursor).orWhere(id.column, beyond, id.write(after.id));
      });
    }
    return found.orderBy([
      { column: at.column, order: direction },
      { column: id.column, order: direction },
    ]);
  }

  async function unreadable(most: number): Promise<readonly Stored[]> {
    if (!mayBeUnreadable || most <= 0) return [];
    const found = select("''").whereRaw(`(${isReadable}) is not true`);
    if (after?.at === '') found.where(id.column, beyond, id.write(after.id));
    return found.orderBy(id.column, direction).limit(most);
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
