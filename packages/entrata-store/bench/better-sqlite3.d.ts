/** The part of better-sqlite3 that the benches use; version 13 ships no types. */
declare module 'better-sqlite3' {
  interface Statement {
    run(...values: unknown[]): unknown;
    get(...values: unknown[]): unknown;
  }
  export default class Database {
    constructor(filename: string);
    pragma(source: string): unknown;
    prepare(sql: string): Statement;
    close(): void;
  }
}
