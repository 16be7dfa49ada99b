import { taskTextWidths } from './prepare-task.js';

/** What of an error may be kept: its code or its name, never its message, which may quote anything. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'thrown';
  const code = (error as { readonly code?: unknown }).code;
  const text = typeof code === 'string' && /^[\w.-]+$/.test(code) ? code : error.name;
  return text.slice(0, taskTextWidths.lastError);
}
