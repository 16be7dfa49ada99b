export { type Auth, apiKey, basic, bearer, type TokenSource } from './auth.js';
export type { DataWithResponse } from './call/with-response.js';
export type { ClientWithResponse, EntrataClient } from './client.js';
export type { Clock } from './core/clock.js';
export {
  type CallOutcome,
  EntrataError,
  type EntrataErrorCode,
  type EntrataErrorDetails,
  isEntrataError,
  type WireNames,
} from './core/errors.js';
export type { DroppedWhat, DroppedWhy, EntrataEvent } from './core/events.js';
export { type Secret, type SecretText, secret } from './core/secret.js';
export { createEntrata, type Entrata, type EntrataOauth, type EntrataWebhooks } from './entrata.js';
export { fetchHttp } from './http/fetch.js';
export {
  HttpFailure,
  type HttpFailureKind,
  type HttpReply,
  type HttpRequest,
  type HttpTransport,
} from './http/transport.js';
export type { UndiciHttpOptions } from './http/undici/settings.js';
export { undiciHttp } from './http/undici/undici-http.js';
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
} from './leads/lead.js';
export type { ClientInfo, ClientInfoInput, ExchangeCodeInput, TokenSet } from './oauth/token.js';
export type {
  CallOptions,
  CloseOptions,
  EntrataOptions,
  OauthOptions,
  OtherCall,
  QuotaOptions,
  RetryOptions,
  WireExchange,
} from './options.js';
export { anyEntrataId } from './profile/ids.js';
export {
  type ApprovalReply,
  type IlsDays,
  type IlsMonths,
  type IlsWire,
  inventedIlsWire,
  type ReadApproval,
} from './profile/invented-ils-wire.js';
export type { MonthFormat, RawReply, ReadReply, TourRange, WireMethod } from './profile/method.js';
export type {
  WebhookAction,
  WebhookMethod,
  WebhookParameterNames,
  WebhookWire,
} from './profile/webhook-wire.js';
export {
  type CalendarMethodName,
  defaultHosts,
  type NothingFound,
  type SlotEncoding,
  type SlotFields,
  type StandardMethodName,
  type StandardMethods,
  standardMethods,
  type TokenWire,
  type WireHosts,
  type WirePaths,
  type WireProfile,
} from './profile/wire-profile.js';
export type {
  ApplicationFee,
  FloorPlan,
  Image,
  Listing,
  ListingRefusal,
  ListingsInput,
  PetPolicy,
  Range,
  Special,
  TermRent,
  Unit,
  UnitSpace,
} from './properties/listing.js';
export type {
  Address,
  LeaseStartWindow,
  LeaseTerm,
  OfficeHours,
  Property,
  SpaceOption,
} from './properties/property.js';
export { offeredSlot } from './slots/offered-slot.js';
export { defaultDisplayZone, parseTourTime, type TourTimeOptions } from './slots/parse-tour-time.js';
export type { RawSlot, RawTourSlot, TourSlot } from './slots/slot.js';
export type { TourAvailability, TourAvailabilityInput } from './tours/availability.js';
export { type TourType, tourTypes } from './tours/tour-type.js';
export { parseWebhook } from './webhooks/parse-webhook.js';
export type { EntrataWebhook, ParseWebhookOptions } from './webhooks/webhook.js';
