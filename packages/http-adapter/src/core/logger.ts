/** Ids, codes, counts and durations. Never a body, a query, a name, an address, a token. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Where the adapter writes what it does. pino's instance fits as it is. One that throws, or returns a promise that
 * rejects, loses its own lines and nothing else; a process warning says so once.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

const nothing = () => {};

export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The same logger with `fields` in every line, whatever a line itself says: an error may carry the id of another call. */
export function withFields(logger: Logger, fields: LogFields): Logger {
  if (logger === silentLogger) return logger;
  return {
    debug: (more, message) => logger.debug({ ...more, ...fields }, message),
    info: (more, message) => logger.info({ ...more, ...fields }, message),
    warn: (more, message) => logger.warn({ ...more, ...fields }, message),
    error: (more, message) => logger.error({ ...more, ...fields }, message),
  };
}

/** The same logger, whose failures reach nobody who logs. */
export function guardLogger(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  let isTold = false;
  const tellOnce = () => {
    if (isTold) return;
    isTold = true;
    process.emitWarning('the logger of an Entrata adapter failed: lines are missing from the log');
  };
  const guarded =
    (level: keyof Logger): Logger[keyof Logger] =>
    (fields, message) => {
      try {
        // A logger written as an async function compiles, and its rejection would end the process.
        const written: unknown = logger[level](fields, message);
        if (written !== undefined) Promise.resolve(written).catch(tellOnce);
      } catch {
        tellOnce();
      }
    };
  return {
    debug: guarded('debug'),
    info: guarded('info'),
    warn: guarded('warn'),
    error: guarded('error'),
  };
}
