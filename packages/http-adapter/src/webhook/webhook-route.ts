import { toAdapterError, webhookStatuses } from '../core/adapter-error.js';
import { withFields } from '../core/logger.js';
import { problemHeaders, webhookProblemAnswer } from '../http/problem-details.js';
import { type AdapterResponse, jsonResponse } from '../http/request-response.js';
import { webhookAnswer } from '../http/response-schemas.js';
import type { Exchange, Route } from '../http/router.js';
import { receiveWebhook } from './receive-webhook.js';
import type { WebhookContext } from './webhook-context.js';

/** A browser may open this URL: it learns nothing, keeps nothing and passes nothing on. */
const safeHeaders = { 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

/** Entrata's webhook. The request's id is the log id. */
export function webhookRoutes(context: WebhookContext): Route[] {
  return context.webhook.paths.map((path) => ({
    methods: ['GET'],
    path,
    about: {
      summary: 'What Entrata calls when a company activates, suspends or changes a property',
      tag: 'Entrata',
      answers: { 200: webhookAnswer, 202: webhookAnswer },
      problem: webhookProblemAnswer,
      problems: [
        'invalid_request',
        'not_a_webhook',
        'unauthorized',
        'forbidden',
        'client_mismatch',
        'uri_too_long',
        'code_rejected',
        'upstream_error',
        'deadline_exceeded',
      ],
    },
    handle: (exchange) => receive(context, exchange),
    renderError,
  }));
}

async function receive(
  context: WebhookContext,
  { request, params, requestId, logger }: Exchange,
): Promise<AdapterResponse> {
  const { method, rawQuery, remoteAddress, headers } = request;
  const delivery = {
    logId: requestId,
    method,
    rawQuery,
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
  const body = { status: outcome, logId: requestId, ...(reason === undefined ? {} : { code: reason }) };
  return jsonResponse(webhookStatuses[outcome], body, safeHeaders);
}

function renderError(thrown: unknown, { requestId }: Exchange): AdapterResponse {
  const error = toAdapterError(thrown);
  const body = {
    status: error.code,
    logId: requestId,
    ...(error.field === undefined ? {} : { field: error.field }),
  };
  return jsonResponse(error.status, body, { ...safeHeaders, ...problemHeaders(error) });
}
