import type { LogFields, Logger } from '../../src/core/logger.js';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
}

/** Keeps every line, of every level. */
export function recordingLogger(lines: LogLine[] = []): Logger & { readonly lines: readonly LogLine[] } {
  const write = (level: LogLine['level']) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
