import { checkOptionalText, checkTextArgument } from '../core/check-option.js';

/** Refuses ids and filters that are no texts, before an engine is asked. */
export const checkTaskId = (id: unknown): void => checkTextArgument("A task's id", id);

export function checkTaskFilter(filter: unknown): void {
  const { status, kind, traceId } = (filter ?? {}) as Readonly<Record<string, unknown>>;
  checkOptionalText('status', status);
  checkOptionalText('kind', kind);
  checkOptionalText('traceId', traceId);
}
