export type {
  ClientResponse,
  ClientsResponse,
  PropertiesResponse,
  PropertyResponse,
  RefreshResponse,
  ReinstatedClientResponse,
  RevokedClientResponse,
  TaskResponse,
  TasksResponse,
  WebhookCountsResponse,
  WebhookDetailsResponse,
  WebhookQueryResponse,
  WebhookResponse,
  WebhooksResponse,
} from './admin/admin-response-schemas.js';
export { type App, createApp } from './app/create-app.js';
export type { Instrument, RequestCall } from './app/instrument.js';
export type { AppOptions, PathOptions, WebhookOptions } from './app/options.js';
export type { Authenticate, Principal } from './auth/authenticate.js';
export { type JwtOptions, jwtAuthenticator } from './auth/jwt.js';
export type { BookingLimits, LeadOptions, LeadSource } from './booking/booking-context.js';
export { AdapterError, isAdapterError, type ProblemCode } from './core/adapter-error.js';
export type { LogFields, Logger } from './core/logger.js';
export type {
  ClientNotificationType,
  Notification,
  NotificationHandler,
  PropertyNotificationType,
  ViewingNotificationType,
} from './core/notifications.js';
export type { AtStep, Step } from './core/steps.js';
export type { CorsOptions } from './http/cors.js';
export type { AppProblem, ProblemDetails, WebhookProblem } from './http/problem-details.js';
export type { AdapterRequest, AdapterResponse } from './http/request-response.js';
export type {
  AppReceivedWebhookResponse,
  AppTourTimesResponse,
  AppViewingsResponse,
  HealthResponse,
  HouseResponse,
  HousesResponse,
  MessageResponse,
  OperatorSummaryResponse,
  OperatorViewingResponse,
  OperatorViewingsResponse,
  ReadinessResponse,
  ReceivedWebhookResponse,
  SlotResponse,
  TourTimesResponse,
  ViewingResponse,
  ViewingsResponse,
} from './http/response-schemas.js';
export {
  type Approval,
  type ApprovalAnswer,
  type ApprovalRequest,
  answerApproval,
  apiApproval,
  noApproval,
} from './listing/approval.js';
export {
  type HouseDraft,
  type MapHouses,
  onePerFloorPlan,
  onePerProperty,
  type PropertySource,
} from './listing/map-houses.js';
export { type IpAllowListOptions, ipAllowList } from './webhook/ip-allow-list.js';
export {
  acceptUnverified,
  codeProof,
  everyCheck,
  type SenderVerdict,
  urlSecret,
  type VerifySender,
  type WebhookSender,
} from './webhook/verify-sender.js';
export type { NewAgent } from './webhook/webhook-context.js';
