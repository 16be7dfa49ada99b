import {
  approvalStates,
  clientStatuses,
  desiredStates,
  propertyStates,
  senderVerdicts,
  taskStatuses,
  webhookOutcomes,
} from 'entrata-store';
import { z } from 'zod';
import { instant, pageOf } from '../http/response-schemas.js';

/** What the administrator's endpoints return. A key is always there: what is absent is `null`. */

const code = z.string().describe('A stable code');

const clientStatus = z.enum(clientStatuses);

export const clientResponse = z.object({
  id: z.string(),
  cid: z.string().describe("Entrata's company id"),
  subdomain: z.string(),
  companyName: z.string(),
  status: clientStatus,
  hasToken: z.boolean().describe('The token itself is never shown'),
  tokenExpiresAt: instant.nullable(),
  tokenVersion: z.number().int().describe('Raised by one with every new token'),
  operatorId: z.string(),
  agentUserId: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

export const clientsResponse = pageOf(clientResponse);

export const revokedClientResponse = z.object({ id: z.string(), status: z.literal('revoked') });

export const reinstatedClientResponse = z.object({
  id: z.string(),
  status: clientStatus.describe('`needs_reauthorization` until Entrata activates a property of it anew'),
});

export const propertyResponse = z.object({
  id: z.string(),
  clientId: z.string(),
  propertyId: z.string().describe("Entrata's id"),
  name: z.string().nullable().describe('As Entrata calls it; null until it was fetched'),
  desiredState: z.enum(desiredStates),
  state: z.enum(propertyStates),
  approval: z.enum(approvalStates),
  feedType: z.string().nullable().describe('As Entrata sent it'),
  occupancyType: z.string().nullable().describe('As Entrata sent it'),
  eventSeq: z.number().int().describe('The latest accepted event'),
  reachedSeq: z.number().int().describe('The event that the state belongs to'),
  activationSeq: z.number().int().nullable().describe('The latest activation'),
  approvedSeq: z.number().int().nullable().describe('The activation that Entrata was told is approved'),
  eventFingerprint: z.string().nullable().describe('Digest of the latest accepted event'),
  logId: z.string().nullable().describe('The webhook of the latest event'),
  lastFetchedAt: instant.nullable(),
  lastError: code.nullable(),
  failingSince: instant.nullable().describe('The first failure since the newest event or the last success'),
  createdAt: instant,
  updatedAt: instant,
});

export const propertiesResponse = pageOf(propertyResponse);

export const webhookResponse = z.object({
  logId: z
    .string()
    .describe('In the answer, in every log line of that request, and in the tasks that follow'),
  receivedAt: instant,
  method: z.string(),
  requestType: z.string().nullable(),
  cid: z.string().nullable(),
  propertyId: z.string().nullable().describe("Entrata's id"),
  remoteAddress: z.string().nullable(),
  outcome: z.enum(webhookOutcomes).nullable().describe('Null until it was answered'),
  httpStatus: z.number().int().nullable(),
  errorCode: code.nullable(),
  durationMs: z.number().nullable(),
  seq: z.number().int().nullable().describe('The order in which webhooks came to the log'),
  senderVerdict: z.enum(senderVerdicts).nullable().describe('Null until the sender was checked'),
});

export const webhooksResponse = pageOf(webhookResponse);

export const webhookCountsResponse = z.object({
  items: z.array(
    z.object({
      day: z.iso.date().describe('UTC'),
      requestType: z.string().nullable(),
      count: z.number().int(),
    }),
  ),
});

export const webhookQueryResponse = z.object({
  logId: z.string(),
  rawQuery: z.string().nullable().describe('As it came, byte for byte; it holds the one-time code'),
});

export const taskResponse = z.object({
  id: z.string(),
  kind: z.string(),
  payload: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe('Ids and numbers; empty when what is stored cannot be read'),
  openKey: z.string().nullable().describe('At most one open task has it'),
  group: z.string(),
  requestId: z.string().nullable().describe('The log id of the webhook or request that it followed'),
  status: z.enum(taskStatuses),
  attempts: z.number().int(),
  maxAttempts: z.number().int(),
  runAt: instant.describe('Not before'),
  leaseUntil: instant.nullable(),
  fence: z.number().int().describe('Raised by one with every claim'),
  lastError: z.string().nullable().describe("A stable code, or the error's name"),
  createdAt: instant,
  updatedAt: instant,
});

export const tasksResponse = pageOf(taskResponse);

export const webhookDetailsResponse = z.object({
  webhook: webhookResponse,
  tasks: z.array(taskResponse).describe('Those that followed, newest first; at most 200'),
  property: propertyResponse.nullable().describe('As it is now'),
});

export const refreshResponse = z.object({
  status: z.literal('enqueued'),
  since: instant.describe('What was fetched after this is not fetched again'),
});

/** A client, without its token. */
export type ClientResponse = z.output<typeof clientResponse>;
/** Of `GET /api/admin/clients`: a page of clients, newest first. */
export type ClientsResponse = z.output<typeof clientsResponse>;
/** Of `POST /api/admin/clients/:id/revoke`. */
export type RevokedClientResponse = z.output<typeof revokedClientResponse>;
/** Of `POST /api/admin/clients/:id/reinstate`. */
export type ReinstatedClientResponse = z.output<typeof reinstatedClientResponse>;
/** An Entrata property: what Entrata asks for it, and how far we are. */
export type PropertyResponse = z.output<typeof propertyResponse>;
/** Of `GET /api/admin/properties`: a page of properties, newest first. */
export type PropertiesResponse = z.output<typeof propertiesResponse>;
/** A webhook as the log has it, without its query; also of `POST /api/admin/webhooks/:id/release` and `…/drop`. */
export type WebhookResponse = z.output<typeof webhookResponse>;
/** Of `GET /api/admin/webhooks`: a page of webhooks, newest first. */
export type WebhooksResponse = z.output<typeof webhooksResponse>;
/** Of `GET /api/admin/webhook-counts`: webhooks by request type and UTC day, newest day first. */
export type WebhookCountsResponse = z.output<typeof webhookCountsResponse>;
/** Of `GET /api/admin/webhooks/:id/query`. */
export type WebhookQueryResponse = z.output<typeof webhookQueryResponse>;
/** Of `GET /api/admin/webhooks/:id`: a webhook and what became of it. */
export type WebhookDetailsResponse = z.output<typeof webhookDetailsResponse>;
/** A task as it is stored; also of `POST /api/admin/tasks/:id/retry`. */
export type TaskResponse = z.output<typeof taskResponse>;
/** Of `GET /api/admin/tasks`: a page of tasks, newest first. */
export type TasksResponse = z.output<typeof tasksResponse>;
/** Of `POST /api/admin/refresh`: a task fetches the listings again. */
export type RefreshResponse = z.output<typeof refreshResponse>;
