export { checkMapping, type MappingProblem } from './check-mapping.js';
export type { CipherOption } from './cipher-option.js';
export type { DatabaseValue } from './dialect.js';
export { createKnexStore, type KnexStoreOptions } from './knex-store.js';
export { migrate } from './migrate.js';
export { openSqlite } from './open-sqlite.js';
export { rotateSecrets, type SecretsOptions, type SecretsReport, sealSecrets } from './rewrite-secrets.js';
export type { ColumnMapping, ColumnOptions, TableMapping, TableOptions } from './table-mapping.js';
