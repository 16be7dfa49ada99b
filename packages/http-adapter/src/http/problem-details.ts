import { z } from 'zod';
import type { AdapterError } from '../core/adapter-error.js';
import { type AdapterResponse, jsonResponse } from './request-response.js';

/** How errors look, to each kind of caller. */

const code = z.string().describe('Stable; act on this');
const field = z.string().optional().describe('The faulty input');
const requestId = z.string().describe('Also in every log line of the request');

export const problemDetailsSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.number().int(),
    code,
    field,
    detail: z.string().optional().describe('The reason in a few words, for people'),
    requestId,
  })
  .meta({
    examples: [
      {
        type: 'about:blank',
        title: 'The tour time is no longer offered',
        status: 409,
        code: 'slot_not_offered',
        requestId: '6f1c2c1e-0000-4000-8000-000000000001',
      },
    ],
  });

/** An error as the existing app reads it. */
export const appProblemSchema = z.object({ message: z.string(), code, field, requestId }).meta({
  examples: [
    {
      message: 'The tour time is no longer offered',
      code: 'slot_not_offered',
      requestId: '6f1c2c1e-0000-4000-8000-000000000001',
    },
  ],
});

export const webhookProblemSchema = z
  .object({ status: z.string().describe('A stable code'), logId: z.string(), field })
  .meta({ examples: [{ status: 'forbidden', logId: '6f1c2c1e-0000-4000-8000-000000000001' }] });

/** An error, as RFC 9457 has it: what is absent is left out. */
export type ProblemDetails = z.output<typeof problemDetailsSchema>;
/** An error at the existing app's paths. */
export type AppProblem = z.output<typeof appProblemSchema>;
/** An error as Entrata is answered it. */
export type WebhookProblem = z.output<typeof webhookProblemSchema>;

/** Seconds a caller should wait after a 503 when nothing better is known. */
const defaultRetryAfterSeconds = 5;

/** Headers that go with the error: `retry-after` for a 503, `www-authenticate` for a 401. */
export function problemHeaders(error: AdapterError): Record<string, string> {
  const headers: Record<string, string> = {};
  if (error.status === 503 || error.retryAfterMs !== undefined) {
    headers['retry-after'] = String(
      error.retryAfterMs === undefined
        ? defaultRetryAfterSeconds
        : Math.max(1, Math.ceil(error.retryAfterMs / 1000)),
    );
  }
  if (error.status === 401) headers['www-authenticate'] = 'Bearer';
  return headers;
}

/** The `application/problem+json` answer. */
export function problemResponse(error: AdapterError, requestId: string): AdapterResponse {
  const body: ProblemDetails = {
    type: 'about:blank',
    title: error.title,
    status: error.status,
    code: error.code,
    ...(error.field === undefined ? {} : { field: error.field }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    requestId,
  };
  return jsonResponse(error.status, body, {
    'content-type': 'application/problem+json; charset=utf-8',
    ...problemHeaders(error),
  });
}
