import { toAdapterError } from '../core/adapter-error.js';
import { type AppProblem, problemHeaders } from './problem-details.js';
import { type AdapterResponse, jsonResponse } from './request-response.js';
import type { Exchange } from './router.js';

/** An error as the existing app reads it: the status, and a message of ours. `code` is for newer readers. */
export function renderMessage(error: unknown, { requestId }: Exchange): AdapterResponse {
  const problem = toAdapterError(error);
  const field = problem.field === undefined ? {} : { field: problem.field };
  const body: AppProblem = { message: problem.title, code: problem.code, ...field, requestId };
  return jsonResponse(problem.status, body, problemHeaders(problem));
}
