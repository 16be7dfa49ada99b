import { toAdapterError } from '../core/adapter-error.js';
import { problemHeaders } from './problem-details.js';
import { type AdapterResponse, jsonResponse } from './request-response.js';
import type { Exchange } from './router.js';

/** An error as the existing app reads it: the status, and a message of ours. `code` is for newer readers. */
export function renderMessage(error: unknown, { requestId }: Exchange): AdapterResponse {
  const problem = toAdapterError(error);
  const field = problem.field === undefined ? {} : { field: problem.field };
  return jsonResponse(
    problem.status,
    { message: problem.title, code: problem.code, ...field, requestId },
    problemHeaders(problem),
  );
}
