import { readEnvelope } from '../call/envelope.js';
import { readNode } from '../wire/readers.js';
import { list } from './compare.js';
import type { Difference } from './report.js';
import { isRecord } from './shape.js';
import type { Exchange } from './watch.js';

/** What stands around a result, or an error, by the name of the fact. No value but codes and kinds. */
export type EnvelopeFacts = Map<string, Set<string>>;

/** Adds what is true of one reply; nothing where none came. */
export function addFacts(facts: EnvelopeFacts, { reply, json, bytes }: Exchange): EnvelopeFacts {
  if (reply === undefined) return facts;
  const add = (name: string, value: string) => facts.set(name, (facts.get(name) ?? new Set()).add(value));
  const { type, charset } = contentType(reply.headers['content-type']);
  add('HTTP status', String(reply.status));
  add('Content-Type', type);
  add('charset', charset);
  if (bytes !== undefined) {
    if (!/^(?:iso-|windows-)/.test(charset)) add('bytes', bytes.isUtf8 ? 'UTF-8' : 'no UTF-8');
    add('byte order mark', bytes.hasMark ? 'yes' : 'no');
  }
  if (!isRecord(json)) {
    add('body', 'no JSON object');
    return facts;
  }
  const inner = readNode(json.response);
  const body = inner ?? json;
  add('wrapper', inner ? 'response' : 'none');
  add('requestId', kindOf(body.requestId));
  const envelope = readEnvelope(json);
  if (envelope.ok) add('code', kindOf(body.code));
  else {
    const error = readNode(body.error);
    const status = readNode(body.status);
    const place = error
      ? 'error'
      : status
        ? 'status'
        : body.result === 'error'
          ? 'beside the result'
          : 'elsewhere';
    add('error stands in', place);
    add('error code', envelope.code === undefined ? 'none' : String(envelope.code));
    add('type of error code', kindOf((error ?? status ?? body).code));
  }
  return facts;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? 'text' : typeof value;
}

const knownTypes = [
  'application/json',
  'text/json',
  'text/html',
  'text/plain',
  'application/xml',
  'text/xml',
];
const knownCharsets = ['utf-8', 'iso-8859-1', 'windows-1252', 'us-ascii', 'utf-16'];

/** A header may hold anything, so that only what is known is named. */
function contentType(header = ''): { readonly type: string; readonly charset: string } {
  const [type = '', ...rest] = header.toLowerCase().split(';');
  const charset = /charset\s*=\s*"?([^\s";]+)/.exec(rest.join(';'))?.[1] ?? 'utf-8';
  return {
    type: knownTypes.find((known) => known === type.trim()) ?? (type === '' ? 'none' : 'another'),
    charset: knownCharsets.find((known) => known === charset) ?? 'another',
  };
}

/** In what the facts differ from the known ones. */
export function compareFacts(known: EnvelopeFacts, came: EnvelopeFacts): Difference[] {
  return [...came].flatMap(([at, values]) => {
    const before = known.get(at);
    const others = [...values].filter((value) => before?.has(value) === false);
    return others.length === 0 || before === undefined
      ? []
      : [{ kind: 'envelope', at, expected: list(before), came: list(others) }];
  });
}
