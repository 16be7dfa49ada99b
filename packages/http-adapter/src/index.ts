export { type App, createApp } from './app.js';
export type { Authenticate, Principal } from './auth/authenticate.js';
export { type JwtOptions, jwtAuthenticator } from './auth/jwt.js';
export type { BookingLimits } from './booking-limits.js';
export type { CorsOptions } from './cors.js';
export {
  type HouseDraft,
  type MapHouses,
  onePerFloorPlan,
  onePerProperty,
  type PropertySource,
} from './flows/map-houses.js';
export type { AdapterRequest, AdapterResponse } from './http.js';
export type { Instrument, RequestCall } from './instrument.js';
export type { LogFields, Logger } from './logger.js';
export type {
  ClientNotificationType,
  Notification,
  NotificationHandler,
  PropertyNotificationType,
  ViewingNotificationType,
} from './notifications.js';
export type {
  AppOptions,
  LeadOptions,
  LeadSource,
  NewAgent,
  PathOptions,
  WebhookOptions,
} from './options.js';
export { AdapterError, type ProblemCode } from './problem.js';
export type { AtStep, Step } from './steps.js';
export {
  type Approval,
  type ApprovalAnswer,
  type ApprovalRequest,
  answerApproval,
  apiApproval,
  noApproval,
} from './webhook/approval.js';
export { type IpAllowListOptions, ipAllowList } from './webhook/ip-allow-list.js';
export type { WebhookAction } from './webhook/read-event.js';
export {
  acceptUnverified,
  codeProof,
  everyCheck,
  type SenderVerdict,
  urlSecret,
  type VerifySender,
  type WebhookSender,
} from './webhook/verify-sender.js';
