import type { CallOutcome, EntrataErrorCode } from '../core/errors.js';

/**
 * In what a reply differs from what is published, and so from what the sandbox says.
 * - `failed`: the call did not come to a result.
 * - `lost`: a field of this package's own result, which is always there with the sandbox, is nowhere.
 * - `dropped`: parts of a good reply could not be read and were left out.
 * - `absent`: a key that is always there is nowhere.
 * - `other_key`: a key that is not published came, and what this package reads depends on it.
 * - `unread`: a key that is not published came, and leaving it out changes nothing of what is read.
 * - `type`: another JSON type, or another way to write an empty element.
 * - `form`: a text that says when something is, or how large, is written otherwise.
 * - `order`: rooms come in another order.
 * - `attribute`: an XML attribute stands among the fields, or the other way round.
 * - `nothing_found`: "there is none" is said in another way.
 * - `envelope`: what stands around a result, or around an error, is otherwise.
 * - `label`: the zone of the tour times is another one than the property's.
 * - `join`: ids of one call are not found in another.
 */
export type DifferenceKind =
  | 'failed'
  | 'lost'
  | 'dropped'
  | 'absent'
  | 'other_key'
  | 'unread'
  | 'type'
  | 'form'
  | 'order'
  | 'attribute'
  | 'nothing_found'
  | 'envelope'
  | 'label'
  | 'join';

/** One difference. No part of it is a value of Entrata's. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Where: a path in the result such as `PhysicalProperty.Property.PropertyID`, or the name of what is compared. */
  readonly at: string;
  /** What the sandbox says there. */
  readonly expected?: string;
  readonly came?: string;
}

/** One request and what came back. */
export interface ProbeCall {
  readonly service: string;
  readonly method: string;
  readonly version?: string;
  /** After the host; without the query. */
  readonly path: string;
  /** Names only. */
  readonly parameters: readonly string[];
  /** Absent when no reply came. */
  readonly httpStatus?: number;
  /** Entrata's code in the body. */
  readonly code?: number;
  /** In which form it said that there is nothing, such as `an empty list`; absent where something came. */
  readonly nothingFound?: string;
  /** What `X-RateLimit-Limit` says, where it comes. */
  readonly rateLimit?: string;
}

/** Why an operation came to nothing, and what to do about it. */
export interface ProbeFailure {
  readonly code: EntrataErrorCode;
  readonly outcome: CallOutcome;
  readonly httpStatus?: number;
  readonly entrataCode?: number;
  readonly todo: string;
}

/** What one operation did, and in what its replies differ. */
export interface ProbedOperation {
  /** Such as `getProperties`, or `findLeads, for nobody`. */
  readonly operation: string;
  /** Several where this package needs several. */
  readonly calls: readonly ProbeCall[];
  /** How many things it found, such as `{ slots: 23 }`. */
  readonly counts: Readonly<Record<string, number>>;
  /** How the zone of the tour times fits the property's, such as `the property's zone`; where both are known. */
  readonly zones?: readonly string[];
  readonly failure?: ProbeFailure;
  /** Why it was not asked at all. */
  readonly skipped?: string;
  readonly differences: readonly Difference[];
}

/** Whether the ids of one call are found in another: `found` of `of`. */
export interface ProbedJoin {
  readonly join: string;
  readonly found: number;
  readonly of: number;
}

/** What `probe` found out. Plain data, without a token, a person, an id or a text of Entrata's but the two that were given. */
export interface ProbeReport {
  /** Rises when a field changes its meaning or goes. */
  readonly formatVersion: 1;
  readonly surface: 'ils' | 'gateway' | 'legacy';
  readonly subdomain: string;
  readonly propertyId: string;
  readonly operations: readonly ProbedOperation[];
  readonly joins: readonly ProbedJoin[];
  /** In what all replies alike differ. */
  readonly envelope: readonly Difference[];
  /** How many differences there are altogether. */
  readonly differences: number;
}
