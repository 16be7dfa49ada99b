import type { ClientRecord, PropertyRecord, TaskRecord, WebhookRecord } from 'entrata-store';
import type {
  ClientResponse,
  PropertyResponse,
  TaskResponse,
  WebhookResponse,
} from './admin-response-schemas.js';

/** Rows as an administrator sees them, field by field: what a row has besides, nobody is shown. */

/** All but the token itself. */
export function renderClient(client: ClientRecord): ClientResponse {
  return {
    id: client.id,
    cid: client.cid,
    subdomain: client.subdomain,
    companyName: client.companyName,
    status: client.status,
    hasToken: client.accessToken !== undefined,
    tokenExpiresAt: client.tokenExpiresAt ?? null,
    tokenVersion: client.tokenVersion,
    operatorId: client.operatorId,
    agentUserId: client.agentUserId,
    createdAt: client.createdAt,
    updatedAt: client.updatedAt,
  };
}

export function renderProperty(property: PropertyRecord): PropertyResponse {
  return {
    id: property.id,
    clientId: property.clientId,
    propertyId: property.propertyId,
    name: property.name ?? null,
    desiredState: property.desiredState,
    state: property.state,
    approval: property.approval,
    feedType: property.feedType ?? null,
    occupancyType: property.occupancyType ?? null,
    eventSeq: property.eventSeq,
    reachedSeq: property.reachedSeq,
    activationSeq: property.activationSeq ?? null,
    approvedSeq: property.approvedSeq ?? null,
    eventFingerprint: property.eventFingerprint ?? null,
    logId: property.logId ?? null,
    lastFetchedAt: property.lastFetchedAt ?? null,
    lastError: property.lastError ?? null,
    failingSince: property.failingSince ?? null,
    createdAt: property.createdAt,
    updatedAt: property.updatedAt,
  };
}

/** All but the raw query, which is opened one by one. */
export function renderWebhook(webhook: WebhookRecord): WebhookResponse {
  return {
    logId: webhook.logId,
    receivedAt: webhook.receivedAt,
    method: webhook.method,
    requestType: webhook.requestType ?? null,
    cid: webhook.cid ?? null,
    propertyId: webhook.propertyId ?? null,
    remoteAddress: webhook.remoteAddress ?? null,
    outcome: webhook.outcome ?? null,
    httpStatus: webhook.httpStatus ?? null,
    errorCode: webhook.errorCode ?? null,
    durationMs: webhook.durationMs ?? null,
    seq: webhook.seq ?? null,
    senderVerdict: webhook.senderVerdict ?? null,
  };
}

export function renderTask(task: TaskRecord): TaskResponse {
  return {
    id: task.id,
    kind: task.kind,
    payload: task.payload,
    openKey: task.openKey ?? null,
    group: task.group,
    requestId: task.requestId ?? null,
    status: task.status,
    attempts: task.attempts,
    maxAttempts: task.maxAttempts,
    runAt: task.runAt,
    leaseUntil: task.leaseUntil ?? null,
    fence: task.fence,
    lastError: task.lastError ?? null,
    createdAt: task.createdAt,
    updatedAt: task.updatedAt,
  };
}
