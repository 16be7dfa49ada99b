import { toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import { withFields } from '../core/logger.js';
import { problemHeaders, type WebhookProblem, webhookProblemSchema } from '../http/problem-details.js';
import { type AdapterResponse, jsonResponse } from '../http/request-response.js';
import {
  type AppReceivedWebhookResponse,
  appReceivedWebhookResponse,
  type ReceivedWebhookResponse,
  receivedWebhookResponse,
} from '../http/response-schemas.js';
import type { Exchange, Route } from '../http/router.js';
import { postedQuery } from './posted-query.js';
import { receiveWebhook } from './receive-webhook.js';
import type { WebhookContext } from './webhook-context.js';

/** A browser may open this URL: it learns nothing, keeps nothing and passes nothing on. */
const safeHeaders = { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** Entrata's webhook. The request's id is the log id. */
export function webhookRoutes(context: WebhookContext): Route[] {
  const { methods } = context.entrata.webhooks;
  return context.webhook.paths.map((path) => ({
    methods,
    path,
    about: {
      summary: 'What Entrata calls when a company activates, suspends or changes a property',
      tag: 'Entrata',
      responses: { 200: responseAt(path), 202: responseAt(path) },
      problem: webhookProblemSchema,
      problems: [
        'invalid_request',
        'not_a_webhook',
        'unauthorized',
        'forbidden',
        'client_mismatch',
        'uri_too_long',
        ...(methods.includes('POST') ? (['payload_too_large', 'unsupported_media_type'] as const) : []),
        'code_rejected',
        'not_configured',
        'upstream_error',
        'upstream_refused',
        'deadline_exceeded',
      ],
    },
    handle: (exchange) => receive(context, exchange, path),
    renderError,
  }));
}

/** The existing app's paths keep their shape. */
const isApps = (path: string) => path.split('/').some((segment) => segment.endsWith('.php'));
const responseAt = (path: string) => (isApps(path) ? appReceivedWebhookResponse : receivedWebhookResponse);

async function receive(
  context: WebhookContext,
  { request, params, requestId, logger }: Exchange,
  path: string,
): Promise<AdapterResponse> {
  const { method, remoteAddress, headers } = request;
  const { rawQuery, refusal } = await postedQuery(request);
  const delivery = {
    logId: requestId,
    method,
    rawQuery,
    refusal,
    pathSecret: params.secret,
    remoteAddress,
    headers,
  };
  const { outcome, reason, answer } = await receiveWebhook(
    context,
    delivery,
    withFields(logger, { logId: requestId }),
  );
  if (answer !== undefined) {
    return {
      status: answer.status ?? webhookStatuses[outcome],
      headers: {
        ...safeHeaders,
        'cache-control': 'no-store',
        'content-type': answer.contentType ?? 'application/json; charset=utf-8',
      },
      body: answer.body,
    };
  }
  const body: ReceivedWebhookResponse | AppReceivedWebhookResponse = isApps(path)
    ? { status: outcome, logId: requestId, ...(reason === undefined ? {} : { code: reason }) }
    : { status: outcome, logId: requestId, code: reason ?? null };
  return jsonResponse(webhookStatuses[outcome], body, safeHeaders);
}

function renderError(thrown: unknown, { requestId }: Exchange): AdapterResponse {
  const error = toAdapterError(thrown);
  const body: WebhookProblem = {
    status: error.code,
    logId: requestId,
    ...(error.field === undefined ? {} : { field: error.field }),
  };
  return jsonResponse(error.status, body, { ...safeHeaders, ...problemHeaders(error) });
}
