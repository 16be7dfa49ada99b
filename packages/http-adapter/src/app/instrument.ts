import type { TaskHandler, TaskRun } from 'entrata-store';
import type { AdapterResponse } from '../http/request-response.js';

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

/** An instrument that fails is reported and left out: what was done for the caller is answered all the same. */
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
    const response = await wrapped();
    if (typeof response?.status === 'number') return response;
    throw new TypeError('An instrument handed on no answer');
  } catch (error) {
    onFault(error);
    return answerOnce();
  }
}

/** Likewise, a task ends as its own work ended, once, whatever its instruments make of it. */
export function instrumentTasks(
  instruments: readonly Instrument[],
  handlers: Handlers,
  onFault: (error: unknown) => void,
): Handlers {
  if (instruments.length === 0) return handlers;
  const wrap =
    (handler: TaskHandler): TaskHandler =>
    async (run) => {
      let worked: Promise<void> | undefined;
      let thrown: { readonly error: unknown } | undefined;
      const workOnce = () => {
        if (worked === undefined) {
          worked = (async () => handler(run))();
          // Also where an instrument does not wait for it, its failure has a reader.
          worked.catch((error: unknown) => {
            thrown = { error };
          });
        }
        return worked;
      };
      const wrapped = instruments.reduceRight(
        (inner, instrument) => () => instrument.task?.(run, inner) ?? inner(),
        workOnce,
      );
      try {
        await wrapped();
      } catch (error) {
        if (thrown === undefined || thrown.error !== error) onFault(error);
      }
      await workOnce();
    };
  return Object.fromEntries(Object.entries(handlers).map(([kind, handler]) => [kind, wrap(handler)]));
}
