/** Ids, codes, counts and durations. Never a body, a query, a name, an address, a token. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the adapter writes what it does. pino's instance fits as it is. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

const nothing = () => {};

export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The same logger with `fields` in every line. */
export function withFields(logger: Logger, fields: LogFields): Logger {
  if (logger === silentLogger) return logger;
  return {
    debug: (more, message) => logger.debug({ ...fields, ...more }, message),
    info: (more, message) => logger.info({ ...fields, ...more }, message),
    warn: (more, message) => logger.warn({ ...fields, ...more }, message),
    error: (more, message) => logger.error({ ...fields, ...more }, message),
  };
}
