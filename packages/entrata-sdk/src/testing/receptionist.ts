import { setTimeout as wait } from 'node:timers/promises';
import { authenticate } from './authenticate.js';
import { type Envelope, errorReply, htmlReply, readEnvelope, resultReply } from './envelope.js';
import type { SandboxReply, SandboxRequest } from './exchange.js';
import type { Fault } from './fault.js';
import type { Faults } from './faults.js';
import { imageReply } from './image.js';
import type { Journal } from './journal.js';
import type { SandboxState } from './method.js';
import type { MethodTable } from './method-table.js';
import { answerTokenEndpoint, type TokenEndpoint } from './methods/token-endpoint.js';
import type { SandboxClock } from './options.js';
import { redactBody, redactHeaders } from './redact.js';
import { Refusal } from './refusal.js';
import { findRoute, type Route } from './route.js';
import { idsOf } from './wire-value.js';

/** What the receptionist needs at hand. */
export interface Desk {
  readonly clock: SandboxClock;
  readonly state: SandboxState;
  readonly methods: MethodTable;
  readonly tokens: TokenEndpoint;
  readonly faults: Faults;
  readonly journal: Journal;
}

/** Takes a request through routing, faults, credentials and the method, and writes it into the journal. */
export async function receive(desk: Desk, request: SandboxRequest): Promise<SandboxReply> {
  const route = findRoute(request.host, request.path);
  if (route.surface === 'image') return imageReply(request.path);
  if (route.surface === 'unknown') return htmlReply(404, '404 Not Found');
  if (request.method !== 'POST') return htmlReply(405, '405 Method Not Allowed');
  const body = parseJson(request.body);
  const envelope = readEnvelope(body);
  const fault = desk.faults.take({
    method: envelope.method,
    subdomain: route.subdomain,
    propertyIds: [...idsOf(envelope.params.propertyId), ...idsOf(envelope.params.propertyIds)],
  });
  const answer = await answerWithFault(desk, request, route, envelope, body === undefined, fault);
  desk.journal.add({
    at: new Date(desk.clock.now()).toISOString(),
    surface: route.surface,
    path: request.path,
    subdomain: route.subdomain,
    service: route.service,
    method: envelope.method || undefined,
    version: envelope.method === '' ? undefined : envelope.version,
    headers: redactHeaders(request.headers),
    body: redactBody(body),
    status: answer.reply.delivery === 'reset' || answer.reply.delivery === 'lost' ? 0 : answer.reply.status,
    errorCode: answer.errorCode,
    fault: fault?.kind,
  });
  if (fault?.kind === 'delay' && fault.afterCommit) await wait(fault.ms);
  return answer.reply;
}

interface Answer {
  readonly reply: SandboxReply;
  readonly errorCode?: number;
}

async function answerWithFault(
  desk: Desk,
  request: SandboxRequest,
  route: Route,
  envelope: Envelope,
  isUnreadable: boolean,
  fault: Fault | undefined,
): Promise<Answer> {
  if (fault?.kind === 'delay' && !fault.afterCommit) await wait(fault.ms);
  const instead = fault && replyInstead(fault, envelope);
  if (instead) return instead;
  const answer = isUnreadable
    ? refuse(new Refusal(400, 'The request body is not valid JSON.'), route, envelope)
    : answerCall(desk, request, route, envelope);
  if (fault?.kind === 'lose_reply') return { ...answer, reply: { ...answer.reply, delivery: 'lost' } };
  if (fault?.kind !== 'cut_body') return answer;
  const cut = fault.bytes === undefined ? {} : { cutAfterBytes: fault.bytes };
  return { ...answer, reply: { ...answer.reply, delivery: 'cut', ...cut } };
}

/** The reply of a fault that keeps the request from being acted on. */
function replyInstead(fault: Fault, envelope: Envelope): Answer | undefined {
  if (fault.kind === 'reset') return { reply: { ...htmlReply(502, 'Reset'), delivery: 'reset' } };
  if (fault.kind === 'html')
    return { reply: htmlReply(fault.status ?? 503, 'Service Temporarily Unavailable') };
  if (fault.kind === 'error') {
    const refusal = new Refusal(fault.code, fault.message);
    return { reply: errorReply(envelope.requestId, refusal, 200), errorCode: fault.code };
  }
  if (fault.kind !== 'status') return undefined;
  const refusal = new Refusal(fault.status, `HTTP ${fault.status}`);
  const reply = errorReply(envelope.requestId, refusal, fault.status);
  const retryAfter = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
  const headers = { ...reply.headers, ...retryAfter };
  return { reply: { ...reply, headers, body: fault.body ?? reply.body }, errorCode: fault.status };
}

function answerCall(desk: Desk, request: SandboxRequest, route: Route, envelope: Envelope): Answer {
  try {
    const { result, code } = runMethod(desk, request, route, envelope);
    return { reply: resultReply(envelope.requestId, result, code) };
  } catch (error) {
    if (error instanceof Refusal) return refuse(error, route, envelope);
    throw error;
  }
}

function runMethod(desk: Desk, request: SandboxRequest, route: Route, envelope: Envelope) {
  const { state, tokens } = desk;
  const nowMs = desk.clock.now();
  if (route.surface === 'oauth') {
    const owner = route.subdomain === undefined ? undefined : state.directory.bySubdomain(route.subdomain);
    return answerTokenEndpoint(tokens, request, envelope, owner, nowMs);
  }
  const credentials = { directory: state.directory, grants: tokens.grants };
  const company = authenticate(route, request, envelope, credentials, nowMs);
  const method = desk.methods.find(route, envelope.method);
  if (!method) throw new Refusal(404, `Unknown method ${envelope.method}.`, 404);
  const { surface } = route;
  const { params, version } = envelope;
  return method({
    state,
    surface,
    company,
    params,
    version,
    nowMs,
    origin: `${request.scheme}://${request.host}`,
  });
}

/** Entrata's own hosts answer HTTP 200 for everything; only the gateway uses the status. */
function refuse(refusal: Refusal, route: Route, envelope: Envelope): Answer {
  const status = route.surface === 'gateway' ? refusal.status : 200;
  return { reply: errorReply(envelope.requestId, refusal, status), errorCode: refusal.code };
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
