import { setTimeout as wait } from 'node:timers/promises';
import { authenticate } from '../credentials/authenticate.js';
import { answerTokenEndpoint, grantOfForm, type TokenEndpoint } from '../credentials/token-endpoint.js';
import { type Answer, answerInstead, spoilReply } from '../faults/fault-reply.js';
import type { Faults } from '../faults/faults.js';
import { imageReply } from '../http/image.js';
import type { Journal } from '../journal/journal.js';
import { redactBody, redactHeaders } from '../journal/redact.js';
import { type MethodAnswer, nothingFound, type SandboxState } from '../methods/method.js';
import type { SandboxClock } from '../options.js';
import { type Envelope, errorReply, htmlReply, readEnvelope, resultReply } from '../protocol/envelope.js';
import type { SandboxReply, SandboxRequest } from '../protocol/exchange.js';
import { pageHeaders, readPage } from '../protocol/paging.js';
import type { Quota } from '../protocol/quota.js';
import { Refusal } from '../protocol/refusal.js';
import type { Route, RouteTable } from '../protocol/route.js';
import { idsOf } from '../protocol/wire-value.js';
import type { RecordedReplies } from '../recording/recorded-replies.js';
import type { MethodTable } from './method-table.js';

/** What it takes to answer a request. */
export interface Desk {
  readonly clock: SandboxClock;
  readonly state: SandboxState;
  readonly routes: RouteTable;
  readonly methods: MethodTable;
  readonly tokens: TokenEndpoint;
  readonly quota: Quota | undefined;
  readonly faults: Faults;
  readonly journal: Journal;
  /** What is answered as it was recorded. */
  recorded?: RecordedReplies;
}

/** Takes a request through routing, faults, credentials, quota and the method, and writes it into the journal. */
export async function receive(desk: Desk, request: SandboxRequest): Promise<SandboxReply> {
  const route = desk.routes.find(request.host, request.path);
  if (route.surface === 'image') return imageReply(request.path);
  const isForm = route.surface === 'oauth' && desk.state.wire.token?.encoding === 'form';
  const body = isForm ? grantOfForm(request.body, desk.tokens.method) : parseJson(request.body);
  const visit: Visit = { desk, request, route, envelope: readEnvelope(body), isReadable: body !== undefined };
  const { method, params, version } = visit.envelope;
  const fault = desk.faults.take({
    method,
    subdomain: route.subdomain,
    propertyIds: [...idsOf(params.propertyId), ...idsOf(params.propertyIds)],
  });
  const waiting = request.closing ? { signal: request.closing } : {};
  if (fault?.kind === 'delay' && !fault.afterCommit) await wait(fault.ms, undefined, waiting);
  const answer = (fault && answerInstead(fault, visit.envelope)) ?? answerCall(visit);
  const reply = fault ? spoilReply(fault, answer.reply, request.closing) : answer.reply;
  desk.journal.add({
    at: new Date(desk.clock.now()).toISOString(),
    surface: route.surface,
    path: request.path,
    subdomain: route.subdomain,
    service: route.service,
    method: method || undefined,
    version: method === '' ? undefined : version,
    headers: redactHeaders(request.headers),
    body: redactBody(body),
    status: reply.delivery === 'reset' || reply.delivery === 'lost' ? 0 : reply.status,
    errorCode: answer.errorCode,
    fault: fault?.kind,
  });
  if (fault?.kind === 'delay' && fault.afterCommit) await wait(fault.ms, undefined, waiting);
  return reply;
}

const pathsHint =
  'A sandbox that listens has /{subdomain}/api/v1/{service} (legacy), /{subdomain}/api/ils/{service}, ' +
  '/ext/orgs/{subdomain}/v1/{service} (gateway) and /api/oauth.';

interface Visit {
  readonly desk: Desk;
  readonly request: SandboxRequest;
  readonly route: Route;
  readonly envelope: Envelope;
  readonly isReadable: boolean;
}

function answerCall(visit: Visit): Answer {
  const { desk, route, envelope } = visit;
  const { quirks } = desk.state;
  if (route.surface === 'unknown') return { reply: htmlReply(404, '404 Not Found', pathsHint) };
  if (visit.request.method !== 'POST') {
    return { reply: htmlReply(405, '405 Method Not Allowed', 'Entrata takes POST only, also to read.') };
  }
  const headers: Record<string, string> = {};
  try {
    const isForm = route.surface === 'oauth' && desk.state.wire.token?.encoding === 'form';
    const contentType = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const given = visit.request.headers['content-type'] ?? '';
    if (given.split(';')[0]?.trim().toLowerCase() !== contentType) {
      throw new Refusal(400, `The Content-Type must be ${contentType}.`);
    }
    if (!visit.isReadable) throw new Refusal(400, 'The request body is not valid JSON.');
    const recorded = route.surface === 'oauth' ? undefined : answerAsRecorded(visit);
    if (recorded) return { reply: recorded };
    const result = route.surface === 'oauth' ? answerToken(visit) : runMethod(visit, headers);
    return { reply: withHeaders(resultReply(envelope.requestId, result, quirks), headers) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const usesStatuses =
      route.surface === 'gateway' ||
      quirks.httpStatuses === true ||
      (error.status === 429 && !quirks.quotaUnder200);
    const code = usesStatuses || error.code !== 401 ? error.code : (quirks.unauthorizedCode ?? 401);
    const refusal = new Refusal(code, error.message, usesStatuses ? error.status : 200);
    const reply = errorReply(envelope.requestId, refusal, refusal.status, quirks);
    return { reply: withHeaders(reply, headers), errorCode: code };
  }
}

/** The recorded answer, where there is one: to a credential that is none as well. */
function answerAsRecorded({ desk, request, route, envelope }: Visit): SandboxReply | undefined {
  const { recorded, state, tokens, clock } = desk;
  if (recorded === undefined) return undefined;
  const credentials = { directory: state.directory, grants: tokens.grants, quirks: state.quirks };
  try {
    authenticate(route, request, envelope, credentials, clock.now());
  } catch (error) {
    const refusal = recorded.refusal(envelope);
    if (refusal) return refusal;
    throw error;
  }
  return recorded.find(envelope, clock.now());
}

/** Adds to `headers` what goes with the answer, be it good or a refusal. */
function runMethod({ desk, request, route, envelope }: Visit, headers: Record<string, string>): MethodAnswer {
  const { state, quota, methods } = desk;
  const { surface } = route;
  const { params, version } = envelope;
  const nowMs = desk.clock.now();
  const credentials = { directory: state.directory, grants: desk.tokens.grants, quirks: state.quirks };
  const company = authenticate(route, request, envelope, credentials, nowMs);
  const counted = quota?.count(`${surface} ${company.cid} ${envelope.method}`, nowMs);
  Object.assign(headers, counted?.headers);
  if (counted?.isOver) throw new Refusal(429, 'Rate limit exceeded.', 429);
  const method = methods.find(route, envelope);
  const page = readPage(request.query);
  const origin = `${request.scheme}://${request.host}`;
  const answer = method({ state, surface, company, params, version, page, nowMs, origin });
  if (answer === nothingFound && state.quirks.nothingFound) {
    throw new Refusal(state.quirks.nothingFound === 'error' ? 400 : undefined, String(answer.result));
  }
  if (answer.total !== undefined) {
    const wantsLinks = request.headers['x-send-pagination-links'] === '1';
    Object.assign(headers, pageHeaders(answer.total, page, origin + request.path, wantsLinks));
  }
  return answer;
}

function answerToken({ desk, request, route, envelope }: Visit): MethodAnswer {
  const { directory, quirks } = desk.state;
  const owner = route.subdomain === undefined ? undefined : directory.bySubdomain(route.subdomain);
  return answerTokenEndpoint(desk.tokens, request, envelope, { owner, quirks, nowMs: desk.clock.now() });
}

function withHeaders(reply: SandboxReply, headers: Readonly<Record<string, string>>): SandboxReply {
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
