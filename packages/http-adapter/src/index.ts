export { type App, createApp } from './app.js';
export type { Authenticate, Principal } from './auth/authenticate.js';
export { type JwtOptions, jwtAuthenticator } from './auth/jwt.js';
export type { BookingLimits } from './booking.js';
export type { AdapterRequest, AdapterResponse } from './http.js';
export type { LogFields, Logger } from './logger.js';
export type { Notification, NotificationHandler } from './notifications.js';
export type {
  AppOptions,
  LeadOptions,
  LeadSource,
  NewAgent,
  PathOptions,
  WebhookOptions,
} from './options.js';
export { AdapterError, type ProblemCode } from './problem.js';
