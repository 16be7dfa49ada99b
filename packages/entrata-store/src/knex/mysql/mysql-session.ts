interface Settings {
  readonly mode: string;
  readonly ahead: number;
  readonly client: string;
  readonly connection: string;
  readonly results: string | null;
  readonly commits: number | string;
}

const settingsSql = `select @@session.sql_mode as mode, @@session.autocommit as commits,
  timestampdiff(second, utc_timestamp(), now()) as ahead, @@session.character_set_client as client,
  @@session.character_set_connection as connection, @@session.character_set_results as results`;

const mend = (setting: string) => `set session ${setting} in pool.afterCreate`;
const without = (mode: string) => mend(`sql_mode = replace(@@sql_mode, '${mode}', '')`);

/**
 * The driver puts values into the statement itself, as texts in UTF-8 with backslashes: a session that reads either
 * otherwise changes values, or takes a part of one for SQL.
 */
export async function mysqlSessionProblem(
  ask: (sql: string) => PromiseLike<unknown>,
  usesTimestamps: boolean,
): Promise<string | undefined> {
  // The shape is the driver's, which Knex hands through.
  const [[settings]] = (await ask(settingsSql)) as readonly [readonly Settings[]];
  if (settings === undefined) return undefined;
  const { mode, client, connection, results, commits } = settings;
  if (/NO_BACKSLASH_ESCAPES/.test(mode))
    return `the session is in NO_BACKSLASH_ESCAPES mode, in which values that the driver has escaped are changed, or run as SQL: ${without('NO_BACKSLASH_ESCAPES')}`;
  if (/EMPTY_STRING_IS_NULL/.test(mode))
    return `the session takes an empty text for NULL: ${without('EMPTY_STRING_IS_NULL')}`;
  if (!/STRICT_(TRANS|ALL)_TABLES/.test(mode))
    return `the session is not in strict mode, so that values would be cut without a word: ${mend("sql_mode = concat(@@sql_mode, ',STRICT_TRANS_TABLES')")}`;
  const charsets = [client, connection, results ?? 'utf8mb4'];
  const other = charsets.find((charset) => charset !== 'utf8mb4');
  if (other !== undefined)
    return `the session speaks ${other}, in which texts would be changed, or run as SQL: set names utf8mb4 in pool.afterCreate, and leave charset out of the connection's options`;
  if (Number(commits) !== 1)
    return `the session does not commit by itself, so that what was acknowledged would be lost: ${mend('autocommit = 1')}`;
  // A zone that is UTC today only, such as London's in winter, is not told apart here.
  if (usesTimestamps && Number(settings.ahead) !== 0)
    return `the session's time zone is not UTC, so that TIMESTAMP columns would shift: ${mend("time_zone = '+00:00'")}`;
  return undefined;
}
