import type { Secret } from './core/secret.js';

/** A UTC instant as ISO 8601 with milliseconds, e.g. `2026-03-08T08:00:00.000Z`. */
export type Instant = string;

/** Ids are opaque texts: ours are UUIDs, a mapped table may hand out auto-increment numbers as text. */
export type Id = string;

/** `other`: somebody of a mapped table whose role means nothing here, and who may do nothing here. */
export type UserRole = 'user' | 'agent' | 'operator' | 'admin' | 'other';

/** A person: a renter, the agent user made for an Entrata client, or staff. */
export interface UserRecord {
  readonly id: Id;
  readonly role: UserRole;
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  /** The agent user of a client carries its operator's name here; the existing portal links the two by it. */
  readonly companyName: string | undefined;
  /** The operator this user works for. Undefined for renters, and in schemas that link by company name only. */
  readonly operatorId: Id | undefined;
  readonly createdAt: Instant;
}

/** A property operator: whose dashboard shows the tours of its houses. */
export interface OperatorRecord {
  readonly id: Id;
  readonly name: string;
  readonly createdAt: Instant;
}

export type ClientStatus = 'active' | 'needs_reauthorization' | 'revoked';

/** A property management company that connected through Entrata. `cid` is unique. */
export interface ClientRecord {
  readonly id: Id;
  /** Entrata's company id, decimal digits. */
  readonly cid: string;
  readonly subdomain: string;
  readonly companyName: string;
  readonly accessToken: Secret | undefined;
  readonly tokenExpiresAt: Instant | undefined;
  /** Raised by one with every new token; guards {@link ClientRepository.replaceToken}. */
  readonly tokenVersion: number;
  readonly status: ClientStatus;
  readonly operatorId: Id;
  readonly agentUserId: Id;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type DesiredState = 'active' | 'suspended' | 'inactive';
export type PropertyState = 'pending' | 'active' | 'suspended' | 'inactive' | 'denied';
export type ApprovalState = 'none' | 'sent' | 'failed';

/** One Entrata property of a client: what Entrata wants of it, and how far we are. (client, propertyId) is unique. */
export interface PropertyRecord {
  readonly id: Id;
  readonly clientId: Id;
  /** Entrata's property id, decimal digits. */
  readonly propertyId: string;
  readonly desiredState: DesiredState;
  readonly state: PropertyState;
  readonly approval: ApprovalState;
  /** As Entrata sent it, verbatim. */
  readonly feedType: string | undefined;
  readonly occupancyType: string | undefined;
  /** Raised by one with every accepted event. */
  readonly eventSeq: number;
  /** The event that {@link state} belongs to. The property is settled when it equals {@link eventSeq}. */
  readonly reachedSeq: number;
  /** Digest of the latest accepted event; an identical one is a duplicate. */
  readonly eventFingerprint: string | undefined;
  /** The public log id of the webhook that brought the latest accepted event. */
  readonly logId: string | undefined;
  /** The {@link eventSeq} of the latest activation; undefined when none came since this is noted. */
  readonly activationSeq: number | undefined;
  /** The activation that Entrata was last told is approved. */
  readonly approvedSeq: number | undefined;
  /** As Entrata calls it, in plain text; undefined until it was fetched. */
  readonly name: string | undefined;
  readonly lastFetchedAt: Instant | undefined;
  /** A stable code, never an upstream text. */
  readonly lastError: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

export interface HouseImage {
  readonly url: string;
  readonly caption?: string;
}

export interface HouseFloorPlan {
  readonly id: string;
  readonly name: string;
  readonly bedrooms?: number;
  readonly bathrooms?: number;
  readonly squareFeet?: Range;
  readonly rentCents?: Range;
  readonly unitsAvailable?: number;
  readonly images?: readonly HouseImage[];
}

export interface HouseOfficeHours {
  readonly day: string;
  /** As Entrata writes it, e.g. `9:00 AM`; absent when by appointment. */
  readonly open?: string;
  readonly close?: string;
  readonly byAppointment: boolean;
}

/** What an Entrata property says about itself, as a listing of ours. */
export interface HouseListing {
  /** Tells the houses of one property apart: `''` for the whole property, else e.g. a floor plan's id. */
  readonly unitKey: string;
  readonly title: string;
  /** Plain text, no markup. */
  readonly description: string | undefined;
  readonly street: string | undefined;
  readonly city: string | undefined;
  readonly state: string | undefined;
  readonly postalCode: string | undefined;
  readonly country: string | undefined;
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  /** IANA name, e.g. `America/Denver`. */
  readonly timeZone: string | undefined;
  readonly bedrooms: Range | undefined;
  readonly bathrooms: Range | undefined;
  readonly squareFeet: Range | undefined;
  /** Monthly rent in cents. */
  readonly rentCents: Range | undefined;
  readonly unitsAvailable: number | undefined;
  readonly phone: string | undefined;
  readonly website: string | undefined;
  readonly officeHours: readonly HouseOfficeHours[];
  readonly amenities: readonly string[];
  readonly images: readonly HouseImage[];
  readonly floorPlans: readonly HouseFloorPlan[];
  /** Digest of everything above; an unchanged listing is not written again. */
  readonly sourceHash: string;
}

/** `vanished`: no longer in a successful listing of its property. Rows are never deleted. */
export type HouseStatus = 'active' | 'hidden' | 'vanished';

export interface HouseRecord extends HouseListing {
  readonly id: Id;
  readonly clientId: Id;
  /** Entrata's property id. (clientId, propertyId, unitKey) is unique. */
  readonly propertyId: string;
  readonly operatorId: Id;
  readonly agentUserId: Id;
  readonly status: HouseStatus;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/**
 * `pending -> sending -> confirmed | rejected | failed | unknown`, `confirmed -> cancelled`.
 * `sending` is committed before Entrata hears of the booking; a `sending` whose lease ran out is `unknown`.
 */
export type ViewingStatus =
  | 'pending'
  | 'sending'
  | 'confirmed'
  | 'rejected'
  | 'failed'
  | 'unknown'
  | 'cancelled';

export type AppointmentState = 'unverified' | 'verified' | 'missing';
export type TourType = 'AGENT_GUIDED' | 'SELF_GUIDED' | 'VIRTUAL_GUIDED';

/** A user's tour of a house, or an enquiry when it carries no slot. */
export interface ViewingRecord {
  readonly id: Id;
  readonly userId: Id;
  readonly houseId: Id;
  readonly tourType: TourType | undefined;
  /** The slot's two texts exactly as Entrata offered them. */
  readonly rawDate: string | undefined;
  readonly rawTime: string | undefined;
  readonly startsAt: Instant | undefined;
  readonly endsAt: Instant | undefined;
  readonly message: string | undefined;
  /** The viewing that this one takes the place of once it is confirmed. */
  readonly replaces: Id | undefined;
  readonly status: ViewingStatus;
  readonly leadId: string | undefined;
  readonly applicantId: string | undefined;
  readonly appointment: AppointmentState;
  /** A stable code that says why it was rejected, failed or is unknown. */
  readonly note: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** Digest of the request that opened it; the same key with another digest is refused. */
  readonly requestHash: string | undefined;
  /** How often it was handed to Entrata. */
  readonly attempts: number;
  /** Until when the process that set `sending` may still be waiting for Entrata. */
  readonly sendingUntil: Instant | undefined;
  /** When its cancellation was asked for; undefined again once Entrata has cancelled it, or refused to. */
  readonly cancelRequestedAt: Instant | undefined;
  /** Whom Entrata was last told of: its leads are looked up by them, whatever the user is called by now. */
  readonly sentEmail: string | undefined;
  readonly sentPhone: string | undefined;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type WebhookOutcome =
  | 'accepted'
  | 'duplicate'
  | 'ignored'
  | 'held'
  | 'released'
  | 'dropped'
  | 'refused'
  | 'failed';

/** What the check of a webhook's sender said: `unproven` needs a code that proves it. */
export type SenderVerdict = 'verified' | 'unproven';

/** One request at the webhook URL. The raw query is read by {@link WebhookRepository.rawQuery} only. */
export interface WebhookRecord {
  /** Ours, public, in every answer and log line of that request. Unique. */
  readonly logId: string;
  readonly receivedAt: Instant;
  readonly method: string;
  readonly requestType: string | undefined;
  readonly cid: string | undefined;
  readonly propertyId: string | undefined;
  readonly remoteAddress: string | undefined;
  /** Undefined until the request was answered. */
  readonly outcome: WebhookOutcome | undefined;
  readonly httpStatus: number | undefined;
  readonly errorCode: string | undefined;
  readonly durationMs: number | undefined;
  /** The order in which webhooks came to the log; undefined in a table that does not number its rows. */
  readonly seq: number | undefined;
  /** Undefined until the sender was checked. */
  readonly senderVerdict: SenderVerdict | undefined;
}

/** `claimed`: an exchange may be running until the lease ends. `refused` is final; so is `exchanged`. */
export type OauthCodeState = 'claimed' | 'exchanged' | 'refused';
