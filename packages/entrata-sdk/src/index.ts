export { type Auth, apiKey, basic, bearer, type TokenSource } from './auth.js';
export type { EntrataClient } from './client.js';
export type { Clock } from './clock.js';
export { createEntrata, type Entrata, type EntrataOauth } from './entrata.js';
export {
  type CallOutcome,
  EntrataError,
  type EntrataErrorCode,
  type EntrataErrorDetails,
  isEntrataError,
} from './errors.js';
export type { DroppedWhat, DroppedWhy, EntrataEvent } from './events.js';
export { fetchHttp } from './http/fetch.js';
export {
  HttpFailure,
  type HttpFailureKind,
  type HttpReply,
  type HttpRequest,
  type HttpTransport,
} from './http/http.js';
export { undiciHttp } from './http/undici.js';
export type { UndiciHttpOptions } from './http/undici-options.js';
export type {
  FindLeadEventsInput,
  FindLeadsInput,
  LeadEvent,
  LeadEventOfLead,
  LeadInput,
  LeadLookUp,
  LeadPerson,
  LeadPickLists,
  LeadReceipt,
  LeadSummary,
  LeadUpdate,
  LeadUpdateReceipt,
  PickListItem,
} from './model/lead.js';
export type { ClientInfo, ClientInfoInput, ExchangeCodeInput, TokenSet } from './model/oauth.js';
export type { Address, OfficeHours, Property } from './model/property.js';
export type {
  FloorPlan,
  Image,
  PropertyUnits,
  PropertyUnitsInput,
  Range,
  TermRent,
  Unit,
} from './model/property-units.js';
export type {
  RawTourSlot,
  TourAvailability,
  TourAvailabilityInput,
  TourSlot,
  TourTimeText,
  TourType,
} from './model/tour.js';
export {
  defaultHosts,
  type EndpointHosts,
  type EndpointPaths,
  type Endpoints,
  type SlotEncoding,
  type SlotFields,
  type StandardMethodName,
  standardMethods,
} from './operations/endpoints.js';
export { type IlsWire, inventedIlsWire } from './operations/invented-ils-wire.js';
export type { ApprovalReply, ReadApproval } from './operations/read-approval.js';
export type { WireMethod } from './operations/wire-method.js';
export type {
  CallOptions,
  CloseOptions,
  EntrataOptions,
  OauthOptions,
  QuotaOptions,
  RawReply,
  RetryOptions,
} from './options.js';
export { type Secret, type SecretText, secret } from './secret.js';
export { offeredSlot } from './tours/offered-slot.js';
export { parseTourTime, type TourTimeOptions } from './tours/tour-slot.js';
export type {
  EntrataWebhook,
  ParseWebhookOptions,
  WebhookParameterNames,
} from './webhooks/entrata-webhook.js';
export { parseWebhook } from './webhooks/parse.js';
