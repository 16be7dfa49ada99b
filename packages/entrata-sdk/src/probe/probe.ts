import type { Auth } from '../auth.js';
import { readEnvelope } from '../call/envelope.js';
import { EntrataError, isEntrataError } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { EntrataOptions } from '../options.js';
import { adviceOn } from './advice.js';
import { compareShapes, list, lostFields } from './compare.js';
import { addFacts, compareFacts, type EnvelopeFacts } from './envelope-facts.js';
import { checkJoins } from './joins.js';
import { labelsOf } from './labels.js';
import { nothingForm, saysUnsupported } from './nothing-form.js';
import { checkFolder, writeRecording } from './record.js';
import { learnReference, plain, type Reference } from './reference.js';
import { readTester } from './replay.js';
import type { Difference, ProbeCall, ProbedOperation, ProbeFailure, ProbeReport } from './report.js';
import { Session, type SessionOptions, type StepRun } from './session.js';
import { addShape } from './shape.js';
import { readingSteps, type Step } from './steps.js';
import type { Exchange } from './watch.js';
import { writingSteps } from './writing-steps.js';

/** What to probe. */
export interface ProbeInput {
  /** As you hand them to `createEntrata`; its retries are left out. */
  readonly options?: EntrataOptions;
  /** The client's, as one label. */
  readonly subdomain: string;
  /** Made by `bearer`, `apiKey` or `basic`; chooses the surface. */
  readonly auth: Auth;
  /** One of the client's properties: the more it has (units, tours, leads of the last 30 days), the more is seen. */
  readonly propertyId: string;
  /**
   * Sends one lead of a marked person with the last tour that is offered, and cancels the tour at once; without it nothing
   * is written. Not sent where the tour could not be cancelled.
   */
  readonly sendLead?: {
    /**
     * The marked person's; Entrata may write there.
     * @defaultValue `entrata-probe-{now}@example.com`
     */
    readonly email?: string;
    readonly leadSourceId?: string;
    /**
     * What cancels an appointment at this company.
     * @defaultValue the first of the pick list `eventResults` whose name says `cancel`
     */
    readonly cancelledResultId?: string;
  };
  /**
   * A folder for a recording: each reply as a JSON file, with made-up values of the same types and forms, for
   * `FakeEntrata.fromRecording`. It has to be empty, or to hold an earlier recording, which is replaced.
   */
  readonly record?: string;
  readonly signal?: AbortSignal;
  /** Called before each operation with its name: the `number`th `of` so many. */
  readonly onStep?: (step: {
    readonly operation: string;
    readonly number: number;
    readonly of: number;
  }) => void;
}

const surfaces = { bearer: 'ils', apiKey: 'gateway', basic: 'legacy' } as const;

/**
 * Tries each operation of this package on one property and says in what Entrata's wire differs from what is published: the
 * replies are compared with those of a plain sandbox, which runs in this process. It reads only, unless `sendLead` is given.
 * About a dozen calls, one after another, none repeated. What fails is part of the report, and the other operations are tried all the same.
 *
 * @throws EntrataError `invalid_input`, naming the option, for options, a subdomain, a credential or a folder that make no sense.
 */
export async function probe(input: ProbeInput): Promise<ProbeReport> {
  const { options = {}, subdomain, auth, propertyId, record, signal, onStep } = input;
  const sessionOptions: SessionOptions = { entrata: options, subdomain, auth, propertyId, signal };
  // First of all, since it checks what was given.
  const session = new Session(sessionOptions);
  try {
    if (record !== undefined) await checkFolder(record);
    const steps = stepsOf(input);
    const reference = await learnReference(steps, auth.kind, options.wire ?? {});
    const operations: ProbedOperation[] = [];
    const runs: StepRun[] = [];
    const around: EnvelopeFacts = new Map();
    for (const [index, step] of steps.entries()) {
      if (signal?.aborted) break;
      onStep?.({ operation: step.operation, number: index + 1, of: steps.length });
      const run = await session.run(step);
      runs.push(run);
      if (!step.isRefused) {
        for (const each of run.exchanges) if (each.result !== undefined) addFacts(around, each);
      }
      operations.push(await describe(run, { reference, session, sessionOptions }));
    }
    const envelope = compareFacts(reference.envelope, around);
    const exchanges = runs.flatMap((run) => run.exchanges);
    const joins = checkJoins(session.found, exchanges, propertyId);
    if (record !== undefined) {
      await writeRecording(record, { subdomain, propertyId, runs, today: session.day(0) });
    }
    const broken = joins.filter(({ found }) => found === 0).length;
    const counted = operations.reduce((sum, { differences }) => sum + differences.length, 0);
    return {
      formatVersion: 1,
      surface: surfaces[auth.kind],
      subdomain,
      propertyId,
      operations,
      joins,
      envelope,
      differences: counted + envelope.length + broken,
    };
  } finally {
    await session.close();
  }
}

function stepsOf({ auth, sendLead, options }: ProbeInput): Step[] {
  const now = options?.clock?.now() ?? Date.now();
  const email = sendLead?.email ?? `entrata-probe-${now.toString(36)}@example.com`;
  const steps = [...readingSteps, ...(sendLead ? writingSteps({ ...sendLead, email }) : [])];
  return steps.filter(({ only }) => only?.includes(auth.kind) !== false);
}

function whyNotAsked(error: unknown, { todo }: ProbeFailure): string {
  // A step's own reason; the calls' own errors name their method.
  return isEntrataError(error) && error.method === undefined ? error.message : todo;
}

interface Background {
  readonly reference: Reference;
  readonly session: Session;
  readonly sessionOptions: SessionOptions;
}

async function describe(run: StepRun, background: Background): Promise<ProbedOperation> {
  const { step, exchanges, result, error } = run;
  const { operation } = step;
  const failure = error === undefined ? undefined : describeFailure(error, step.afterFailure);
  const isNotAsked = failure?.code === 'not_configured' && exchanges.length === 0;
  return omitUndefined({
    operation,
    calls: exchanges.map(describeCall),
    counts: result?.counts ?? {},
    failure: isNotAsked || step.isRefused ? undefined : failure,
    skipped: isNotAsked ? whyNotAsked(error, failure) : undefined,
    differences: isNotAsked ? [] : await findDifferences(run, failure, background),
  });
}

async function findDifferences(
  run: StepRun,
  failure: ProbeFailure | undefined,
  { reference, session, sessionOptions }: Background,
): Promise<Difference[]> {
  const { step, exchanges, result, drops } = run;
  const { operation } = step;
  if (step.isRefused) {
    const facts: EnvelopeFacts = new Map();
    for (const exchange of exchanges) addFacts(facts, exchange);
    if (exchanges.every(({ reply }) => reply === undefined)) {
      return [{ kind: 'failed', at: operation, came: failure?.code ?? 'no reply' }];
    }
    const [exchange] = exchanges;
    if (failure !== undefined || exchange === undefined) {
      return compareFacts(reference.refusalOf(operation), facts);
    }
    return [
      { kind: 'envelope', at: 'refusal', expected: 'an error', came: nothingForm(exchange) ?? 'a result' },
    ];
  }
  const differences: Difference[] = [];
  if (failure) differences.push({ kind: 'failed', at: operation, came: failure.code });
  const refused = result?.refused ?? [];
  for (const { part, error } of refused) differences.push({ kind: 'failed', at: part, came: error.code });
  for (const exchange of exchanges) {
    if (exchange.json === undefined || saysUnsupported(exchange)) continue;
    if (refused.length > 0 && exchange.result === undefined) continue;
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
  if (result) {
    const came = addShape(new Map(), plain(result.output));
    differences.push(...lostFields(reference.outputOf(operation), came));
  }
  for (const [what, count] of drops) differences.push({ kind: 'dropped', at: what, came: String(count) });
  const labels = labelsOf(step.slotsOf?.(session.found), session.found.listing);
  const known = reference.labelsOf(operation);
  const others = [...labels].filter((label) => !known.has(label));
  if (others.length > 0) {
    differences.push({ kind: 'label', at: operation, expected: list(known), came: list(others) });
  }
  return unique(differences);
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

function describeCall({ path, method, version, params, reply, json }: Exchange): ProbeCall {
  const limit = reply?.headers['x-ratelimit-limit'];
  return omitUndefined({
    service: path.slice(path.lastIndexOf('/') + 1),
    method,
    version,
    path,
    parameters: Object.keys(params),
    httpStatus: reply?.status,
    code: json === undefined ? undefined : readEnvelope(json).code,
    rateLimit: limit !== undefined && /^[\w/; ]{1,100}$/.test(limit) ? limit : undefined,
  });
}
