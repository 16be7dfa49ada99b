import type { Auth } from '../auth.js';
import type { EntrataOptions } from '../options.js';
import { describeRun } from './describe-run.js';
import { addFacts, compareFacts, type EnvelopeFacts } from './envelope-facts.js';
import { checkJoins } from './joins.js';
import { checkFolder, writeRecording } from './record.js';
import { learnReference } from './reference.js';
import type { ProbedOperation, ProbeReport } from './report.js';
import { Session, type SessionOptions, type StepRun } from './session.js';
import { readingSteps, type Step } from './steps.js';
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
 * About a dozen calls, one after another, none repeated. What fails is part of the report, and the other operations are
 * tried all the same.
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
      operations.push(await describeRun(run, { reference, session, sessionOptions }));
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
