import { readEnvelope } from '../call/envelope.js';
import { EntrataError, isEntrataError } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { adviceOn } from './advice.js';
import { compareShapes, list, lostFields } from './compare.js';
import { addFacts, compareFacts } from './envelope-facts.js';
import { labelsOf } from './labels.js';
import { nothingForm, saysUnsupported } from './nothing-form.js';
import { plain, type Reference } from './reference.js';
import { readTester } from './replay.js';
import type { Difference, ProbeCall, ProbedOperation, ProbeFailure } from './report.js';
import type { Session, SessionOptions, StepRun } from './session.js';
import { addShape } from './shape.js';
import type { Exchange } from './watch.js';

/** What a run is compared with, and how it was made. */
export interface Background {
  readonly reference: Reference;
  readonly session: Session;
  readonly sessionOptions: SessionOptions;
}

/** What one operation did, and in what its replies differ. */
export async function describeRun(run: StepRun, background: Background): Promise<ProbedOperation> {
  const { step, exchanges, result, error } = run;
  const { operation } = step;
  const failure = error === undefined ? undefined : describeFailure(error, step.afterFailure);
  const { found } = background.session;
  const zones = [...labelsOf(step.slotsOf?.(found), found.listing)].sort();
  const isNotAsked = failure?.code === 'not_configured' && exchanges.length === 0;
  return omitUndefined({
    operation,
    calls: exchanges.map((exchange) => describeCall(exchange, result !== undefined && !step.isRefused)),
    counts: result?.counts ?? {},
    zones: zones.length > 0 ? zones : undefined,
    failure: isNotAsked || step.isRefused ? undefined : failure,
    skipped: isNotAsked ? whyNotAsked(error, failure) : undefined,
    differences: isNotAsked ? [] : await findDifferences(run, failure, background),
  });
}

function whyNotAsked(error: unknown, { todo }: ProbeFailure): string {
  // A step's own reason; the calls' own errors name their method.
  return isEntrataError(error) && error.method === undefined ? error.message : todo;
}

async function findDifferences(
  run: StepRun,
  failure: ProbeFailure | undefined,
  background: Background,
): Promise<Difference[]> {
  const { step, result, drops } = run;
  const { operation } = step;
  if (step.isRefused) return judgeRefusal(run, failure, background);
  const refused = result?.refused ?? [];
  const differences: Difference[] = [
    ...(failure ? [{ kind: 'failed', at: operation, came: failure.code } as const] : []),
    ...refused.map(({ part, error }) => ({ kind: 'failed', at: part, came: error.code }) as const),
    ...(await compareResults(run, failure, background)),
  ];
  if (result) {
    const came = addShape(new Map(), plain(result.output));
    differences.push(...lostFields(background.reference.outputOf(operation), came));
  }
  for (const [what, count] of drops) differences.push({ kind: 'dropped', at: what, came: String(count) });
  return unique([...differences, ...compareLabels(run, background)]);
}

/** Of a step that is made to be refused: how it is. */
function judgeRefusal(
  { step: { operation }, exchanges }: StepRun,
  failure: ProbeFailure | undefined,
  { reference }: Background,
): Difference[] {
  const [exchange] = exchanges;
  if (exchange?.reply === undefined) {
    return [{ kind: 'failed', at: operation, came: failure?.code ?? 'no reply' }];
  }
  if (failure === undefined) {
    const came = nothingForm(exchange) ?? 'a result';
    return [{ kind: 'envelope', at: 'refusal', expected: 'an error', came }];
  }
  return compareFacts(reference.refusalOf(operation), addFacts(new Map(), exchange));
}

async function compareResults(
  run: StepRun,
  failure: ProbeFailure | undefined,
  { reference, sessionOptions }: Background,
): Promise<Difference[]> {
  const { exchanges, result } = run;
  const hasRefused = result?.refused !== undefined && result.refused.length > 0;
  const differences: Difference[] = [];
  for (const exchange of exchanges) {
    if (exchange.json === undefined || saysUnsupported(exchange)) continue;
    if (hasRefused && exchange.result === undefined) continue;
    const form = nothingForm(exchange);
    const known = reference.nothingOf(exchange);
    if (form === undefined) {
      const came = addShape(new Map(), exchange.result);
      const isRead = readTester(sessionOptions, run, exchange);
      differences.push(...(await compareShapes(reference.resultOf(exchange), came, isRead)));
    } else if (known.size > 0 && !known.has(form) && failure === undefined) {
      differences.push({ kind: 'nothing_found', at: exchange.method, expected: list(known), came: form });
    }
  }
  return differences;
}

/** Whether the zone of the tour times is the property's. */
function compareLabels({ step }: StepRun, { reference, session }: Background): Difference[] {
  const labels = labelsOf(step.slotsOf?.(session.found), session.found.listing);
  const known = reference.labelsOf(step.operation);
  const others = [...labels].filter((label) => !known.has(label));
  if (others.length === 0) return [];
  return [{ kind: 'label', at: step.operation, expected: list(known), came: list(others) }];
}

/** A method may be asked several times. */
function unique(differences: readonly Difference[]): Difference[] {
  return [...new Map(differences.map((each) => [JSON.stringify(each), each])).values()];
}

function describeFailure(error: unknown, afterFailure: string | undefined): ProbeFailure {
  const known = isEntrataError(error)
    ? error
    : new EntrataError('bad_response', 'the step failed', { outcome: 'unknown', cause: error });
  const { code, outcome, httpStatus, entrataCode } = known;
  return omitUndefined({
    code,
    outcome,
    httpStatus,
    entrataCode,
    todo: [adviceOn(known), afterFailure].filter(Boolean).join(' '),
  });
}

/** `15000/DAY;1000/HOUR;150/MINUTE` */
const limits = /^\d{1,9}(?:\/[a-z]{1,6})?(?:; ?\d{1,9}(?:\/[a-z]{1,6})?){0,5}$/i;

function describeCall(exchange: Exchange, isRead: boolean): ProbeCall {
  const { path, method, version, params, reply, json } = exchange;
  const limit = reply?.headers['x-ratelimit-limit'];
  return omitUndefined({
    service: path.slice(path.lastIndexOf('/') + 1),
    method,
    version,
    path,
    parameters: Object.keys(params),
    httpStatus: reply?.status,
    code: json === undefined ? undefined : readEnvelope(json).code,
    nothingFound: isRead && !saysUnsupported(exchange) ? nothingForm(exchange) : undefined,
    rateLimit: limit !== undefined && limits.test(limit) ? limit : undefined,
  });
}
