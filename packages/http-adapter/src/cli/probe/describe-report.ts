import type { Difference, DifferenceKind, ProbeCall, ProbedOperation, ProbeReport } from 'entrata-sdk/probe';
import { printable, renderTable } from '../table.js';

/** What a kind of difference means, and what to do about it. */
const meanings: Readonly<Record<DifferenceKind, string>> = {
  failed: 'the call came to nothing',
  lost: 'missing from what you are given: the property has none, or a `read` hook of the wire profile brings them back',
  dropped: 'parts of good replies that could not be read, and were left out',
  absent: 'published keys that did not come',
  other_key: 'keys that are not published, and are read',
  unread: 'keys that are not published, and nothing is read from them',
  type: 'other JSON types, which are read all the same unless something is lost',
  form: 'days, times or areas in another form, read all the same unless something is lost',
  order: 'rooms in another order: read by their type',
  attribute: 'XML attributes among the fields, or the other way round: read alike',
  nothing_found: 'another way to say that there is nothing',
  envelope: 'what stands around results and errors',
  label:
    "tour times in another zone than the property's: read docs/tours-and-time-zones.md before you show them",
  join: 'ids of one call that are not found in another',
};

/** The report as text: what was asked, in what it differs, and what that means. */
export function describeReport(report: ProbeReport): string {
  const { subdomain, propertyId, surface, operations, joins, envelope, differences } = report;
  const { failures, skipped } = explain(operations);
  return [
    `Property ${propertyId} of ${subdomain}, over the surface ${surface}`,
    '',
    renderTable(['operation', 'call', 'HTTP', 'code', 'found', 'differs'], operations.flatMap(rowsOf)),
    ...block('Asked for:', places(operations)),
    ...block('Failed:', failures),
    ...block('Not asked:', skipped),
    ...block('Differences:', [
      ...operations.flatMap(({ operation, failure, differences: own }) =>
        linesOf(operation, failure ? own.filter(({ kind }) => kind !== 'failed') : own),
      ),
      ...linesOf('every reply', envelope),
    ]),
    ...block(
      'Zone of the tour times:',
      operations.flatMap(({ operation, zones }) => (zones ? [`  ${operation}: ${zones.join(' or ')}`] : [])),
    ),
    ...block(
      'Ids:',
      joins.map(({ join, found, of }) => `  ${join}: ${found} of ${of}`),
    ),
    '',
    ...verdict(report, differences),
  ].join('\n');
}

/** What failed and why: a reason that several share is said once. */
function explain(operations: readonly ProbedOperation[]) {
  const failures = new Map<string, string[]>();
  for (const { operation, failure } of operations) {
    if (failure === undefined) continue;
    const codes = [failure.code, failure.httpStatus && `HTTP ${failure.httpStatus}`, failure.entrataCode];
    const reason = `${codes.filter(Boolean).join(', ')}. ${failure.todo}`;
    failures.set(reason, [...(failures.get(reason) ?? []), operation]);
  }
  return {
    failures: [...failures].flatMap(([reason, names]) => [
      `  ${reason}`,
      ...names.map((name) => `    ${name}`),
    ]),
    skipped: operations.flatMap(({ operation, skipped }) =>
      skipped === undefined ? [] : [`  ${operation}: ${skipped}`],
    ),
  };
}

const block = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ['', title, ...lines]);

function rowsOf({ operation, calls, counts, failure, skipped, differences }: ProbedOperation): string[][] {
  const found = Object.entries(counts).flatMap(([name, count], index) =>
    count > 0 || index === 0 ? [`${name} ${count}`] : [],
  );
  const number = String(differences.length || '');
  const last = (call?: ProbeCall) => {
    if (skipped !== undefined) return 'not asked';
    return failure?.code ?? [found.join(', '), saysNothing(call)].filter(Boolean).join(': ');
  };
  if (calls.length === 0) return [[operation, '', '', '', last(), number]];
  return calls.map((call, index) => [
    index === 0 ? operation : '',
    nameOf(call),
    String(call.httpStatus ?? 'none'),
    String(call.code ?? ''),
    index === 0 ? last(call) : saysNothing(call),
    index === 0 ? number : '',
  ]);
}

const saysNothing = (call?: ProbeCall) =>
  call?.nothingFound === undefined ? '' : `nothing, as ${call.nothingFound}`;

const nameOf = ({ method, version }: ProbeCall) => [method, version].filter(Boolean).join(' ');

/** Each path with the calls that were made there, their parameters and the limits that were said. */
function places(operations: readonly ProbedOperation[]): string[] {
  const calls = operations.flatMap((operation) => operation.calls);
  return [...new Set(calls.map(({ path }) => path))].flatMap((path) => {
    const here = calls.filter((call) => call.path === path);
    const asked = here.map((call) => {
      const limit = call.rateLimit === undefined ? '' : `; limit ${call.rateLimit}`;
      return `    ${nameOf(call)} (${call.parameters.map(printable).join(', ')})${limit}`;
    });
    return [`  ${printable(path)}`, ...new Set(asked)];
  });
}

const mostShown = 6;

/** One line for each kind of difference and change. */
function linesOf(operation: string, differences: readonly Difference[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { kind, at, expected, came } of differences) {
    const change = came === undefined ? '' : `${expected === undefined ? '' : `${expected} -> `}${came}`;
    const key = [kind, change].filter(Boolean).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  const lines = [...groups].map(([key, places]) => `    ${printable(`${key}: ${listPlaces(places)}`)}`);
  return lines.length === 0 ? [] : [`  ${operation}`, ...lines];
}

/** The keys of one node together: `Address.(City, State)`. */
function listPlaces(places: readonly string[]): string {
  const nodes = new Map<string, string[]>();
  for (const place of places) {
    const dot = place.lastIndexOf('.');
    const node = place.slice(0, dot + 1);
    nodes.set(node, [...(nodes.get(node) ?? []), place.slice(dot + 1)]);
  }
  const listed = [...nodes].map(([node, keys]) =>
    keys.length === 1 || node === ''
      ? keys.map((key) => node + key).join(', ')
      : `${node}(${keys.join(', ')})`,
  );
  const rest = [...nodes.values()].slice(mostShown).flat().length;
  return [...listed.slice(0, mostShown), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

/** What reads of one property cannot show. */
const unseen =
  'Not looked at: the exchange of a code, the approval of a property, limits that are reached, leads that are refused.';

function verdict({ operations, joins, envelope }: ProbeReport, differences: number): string[] {
  if (differences === 0)
    return ['No difference: what came is what is published, as far as it was seen.', unseen];
  const all = [...operations.flatMap((operation) => operation.differences), ...envelope];
  const kinds = new Set<DifferenceKind>(all.map(({ kind }) => kind));
  if (joins.some(({ found }) => found === 0)) kinds.add('join');
  const meant = [...kinds].map((kind) => `  ${kind}: ${meanings[kind]}`);
  const bad = all.filter(({ kind }) => kind === 'lost' || kind === 'dropped' || kind === 'failed').length;
  const read =
    bad === 0 ? 'nothing is missing from what you are given' : `because of ${bad} something is missing`;
  return [`${differences} ${differences === 1 ? 'difference' : 'differences'}; ${read}.`, ...meant, unseen];
}
