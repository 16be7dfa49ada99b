import type { StoreErrorReason } from '../../core/errors.js';

/** The codes of no two engines are alike. Extended codes of SQLite start with the primary one. */
const reasons: readonly (readonly [codes: RegExp, reason: StoreErrorReason])[] = [
  [
    /^(25006|SQLITE_READONLY|ER_OPTION_PREVENTS_STATEMENT|ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION)/,
    'read_only',
  ],
  [/^(53100|SQLITE_FULL|ER_DISK_FULL|ER_RECORD_FILE_FULL)/, 'full'],
  [/^(42501|ER_TABLEACCESS_DENIED_ERROR|ER_COLUMNACCESS_DENIED_ERROR)/, 'not_allowed'],
];

/** What a driver's code says of the database beyond its meaning for one statement. */
export const reasonOfCode = (code: string): StoreErrorReason | undefined =>
  reasons.find(([codes]) => codes.test(code))?.[1];
