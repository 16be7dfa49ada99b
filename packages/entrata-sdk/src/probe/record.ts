import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEnvelope } from '../call/envelope.js';
import { invalidInput } from '../core/errors.js';
import { type RecordedExchange, type RecordingSummary, summaryFile } from '../testing/recording/recording.js';
import { MadeUp } from './made-up.js';
import type { StepRun } from './session.js';
import { isRecord } from './shape.js';
import { nobody, noProperty } from './steps.js';
import type { Exchange } from './watch.js';

export interface Recorded {
  readonly subdomain: string;
  readonly propertyId: string;
  readonly runs: readonly StepRun[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Throws `invalid_input` unless the folder is empty, or holds a recording, or is not there yet. */
export async function checkFolder(folder: string): Promise<void> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw invalidInput('record', 'must be a folder that can be read');
  });
  if (files.length > 0 && !files.includes(summaryFile)) {
    throw invalidInput('record', 'must be an empty folder, or one that holds a recording');
  }
}

/** Writes each exchange into a file of its own, with made-up values. What was recorded there before is deleted. */
export async function writeRecording(folder: string, recorded: Recorded): Promise<void> {
  const { runs, subdomain, propertyId, today } = recorded;
  const made = new MadeUp();
  made.set(subdomain, 'recorded');
  // Ids of another form keep it: the profile that was probed takes no other.
  if (!/^\d+$/.test(propertyId)) made.set(propertyId, made.digitsOf(propertyId));
  for (const own of [nobody, noProperty]) made.set(own, own);
  const cid = runs
    .flatMap(({ exchanges }) => exchanges)
    .map(({ method, result }) => (method === 'getClientInfo' && isRecord(result) ? result.cid : undefined))
    .find((each) => each !== undefined);
  const summary: RecordingSummary = {
    formatVersion: 1,
    subdomain: 'recorded',
    cid: String(made.value(cid ?? 4101)),
    propertyId: made.text(propertyId),
    recordedOn: today,
  };
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder))
    if (/^(?:\d{2}-\w+|recording)\.json$/.test(file)) await rm(join(folder, file));
  const write = (file: string, content: object) =>
    writeFile(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
  let number = 0;
  for (const { step, exchanges } of runs) {
    for (const exchange of exchanges) {
      const content = makeExchange(exchange, made, {
        isTours: step.slotsOf !== undefined || /Tour/.test(step.operation),
      });
      if (content === undefined) continue;
      number += 1;
      const file = `${String(number).padStart(2, '0')}-${exchange.method.replace(/\W/g, '')}.json`;
      await write(file, step.isStranger ? { ...content, isStranger: true } : content);
    }
  }
  await write(summaryFile, summary);
}

function makeExchange(
  exchange: Exchange,
  made: MadeUp,
  { isTours }: { readonly isTours: boolean },
): RecordedExchange | undefined {
  const { method, version, params, reply, json, bytes } = exchange;
  if (reply === undefined) return undefined;
  const { 'content-type': type, 'x-total-count': total } = reply.headers;
  const contentType = /^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/i.exec(type ?? '')?.[0];
  const isLatin = /charset="?(?:iso-8859-1|windows-1252)/i.test(type ?? '') || bytes?.isUtf8 === false;
  return {
    method,
    ...(version !== undefined && { version }),
    params: makeParams(params, made),
    reply: {
      status: reply.status,
      headers: {
        ...(contentType !== undefined && { 'content-type': contentType }),
        ...(/^\d{1,6}$/.test(total ?? '') && { 'x-total-count': String(total) }),
      },
      body: json === undefined ? '<html>Made-up page</html>' : makeBody(json, made, isTours),
      ...(isLatin && { encoding: 'latin1' as const }),
      ...(bytes?.hasMark && { byteOrderMark: true as const }),
    },
  };
}

/** What was asked for: days, and words such as `AGENT_GUIDED`, are this package's own. */
function makeParams(params: Exchange['params'], made: MadeUp): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[A-Z_]+$/.test(value) ? value : made.value(value, true),
    ]),
  );
}

/** What stands around a result stays, but for words. */
function makeBody(json: unknown, made: MadeUp, isTours: boolean): unknown {
  // Without a wrapper and all that belongs into one, the whole is the result.
  if (!isRecord(json) || readEnvelope(json).result === json) return made.value(json, isTours);
  const fields = Object.entries(json).map(([key, value]) => {
    const inner = key === 'response' ? makeBody(value, made, isTours) : makeField(key, value, made, isTours);
    return [made.key(key), inner];
  });
  return Object.fromEntries(fields);
}

function makeField(key: string, value: unknown, made: MadeUp, isTours: boolean): unknown {
  switch (key) {
    case 'code':
    case 'requestId':
      return makeCode(value, made);
    case 'result':
      return typeof value === 'string' && value !== 'error' ? made.words(value) : made.value(value, isTours);
    case 'error':
    case 'status':
      return isRecord(value) ? makeError(value, made) : makeCode(value, made);
    default:
      return made.value(value, false, key);
  }
}

function makeError(error: Readonly<Record<string, unknown>>, made: MadeUp): object {
  const { code, ...others } = error;
  return {
    ...('code' in error && { code: makeCode(code, made) }),
    // An object stays one.
    ...(made.value(others) as object),
  };
}

/** A code, and the number that we sent, say nothing of anybody. */
function makeCode(value: unknown, made: MadeUp): unknown {
  if (/^\d{1,4}$/.test(String(value))) return value;
  return typeof value === 'string' ? made.words(value) : made.value(value);
}
