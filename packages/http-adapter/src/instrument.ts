import type { TaskHandler, TaskRun } from 'entrata-store';
import type { AdapterResponse } from './http.js';

/** One request, by what may be shown to anybody who reads metrics. */
export interface RequestCall {
  /** Also in the answer's `x-request-id`; a webhook's is its log id. */
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, e.g. `/api/viewings/:id`; undefined when no such path exists. */
  readonly route: string | undefined;
}

/**
 * Wraps requests and task runs, for metrics, traces or a context of your own. Each method calls what it is given
 * exactly once and hands on what comes back, thrown or returned. The first instrument is the outermost.
 */
export interface Instrument {
  request?(call: RequestCall, answer: () => Promise<AdapterResponse>): Promise<AdapterResponse>;
  task?(run: TaskRun, work: () => Promise<void>): Promise<void>;
}

type Handlers = Readonly<Record<string, TaskHandler>>;

/** An instrument that fails is told of and left out: what was done for the caller is answered all the same. */
export async function instrumentRequest(
  instruments: readonly Instrument[],
  call: RequestCall,
  answer: () => Promise<AdapterResponse>,
  onFault: (error: unknown) => void,
): Promise<AdapterResponse> {
  if (instruments.length === 0) return answer();
  let answered: Promise<AdapterResponse> | undefined;
  const answerOnce = () => {
    answered ??= answer();
    return answered;
  };
  const wrapped = instruments.reduceRight(
    (inner, instrument) => () => instrument.request?.(call, inner) ?? inner(),
    answerOnce,
  );
  try {
    return await wrapped();
  } catch (error) {
    onFault(error);
    return answerOnce();
  }
}

export function instrumentTasks(instruments: readonly Instrument[], handlers: Handlers): Handlers {
  if (instruments.length === 0) return handlers;
  const wrap = (handler: TaskHandler): TaskHandler =>
    instruments.reduceRight<TaskHandler>(
      (inner, instrument) => (run) => instrument.task?.(run, () => inner(run)) ?? inner(run),
      handler,
    );
  return Object.fromEntries(Object.entries(handlers).map(([kind, handler]) => [kind, wrap(handler)]));
}
