import type { CallOutcome, EntrataErrorCode, WireNames } from './errors.js';

/** Which call it is about. */
export interface CallNames {
  /** The public method, such as `sendLead`. */
  readonly method: string;
  readonly subdomain: string;
  readonly requestId: string | undefined;
  /** What it is called on Entrata's wire, and where it goes. */
  readonly wire: WireNames;
}

/** A part of Entrata's reply. */
export type DroppedWhat =
  | 'property'
  | 'floor_plan'
  | 'unit'
  | 'priced_unit'
  | 'unit_space'
  | 'term_rent'
  | 'image'
  | 'office_hours'
  | 'lease_term'
  | 'space_option'
  | 'fee'
  | 'pet_policy'
  | 'special'
  | 'amenity'
  | 'lead'
  | 'tour_day'
  | 'tour_time'
  | 'open_window'
  | 'prices';

/**
 * Why it was left out.
 * - `no_record`: null, a number or a text stood in a list of records.
 * - `no_id`: there is no id, or none that a number can hold exactly.
 * - `unreadable`: what makes it useful is missing or makes no sense.
 * - `nothing_readable`: it has units, and none of them can be read.
 * - `too_long`, `too_many`: more than any real reply holds.
 */
export type DroppedWhy = 'no_record' | 'no_id' | 'unreadable' | 'nothing_readable' | 'too_long' | 'too_many';

/**
 * What happens to a call, for logs, metrics and traces. Never a body, a header or a secret. An attempt
 * begins once the rate limit lets it; a call that ended while it waited for that has 0 attempts.
 */
export type EntrataEvent =
  | (CallNames & { readonly type: 'attempt'; readonly attempt: number })
  | (CallNames & {
      readonly type: 'reply';
      readonly attempt: number;
      readonly httpStatus: number;
      readonly durationMs: number;
    })
  | (CallNames & {
      readonly type: 'retry';
      readonly attempt: number;
      readonly delayMs: number;
      readonly code: EntrataErrorCode;
    })
  /** So many parts of a good reply could not be read and were left out; the others are in the result. */
  | (CallNames & {
      readonly type: 'dropped';
      readonly what: DroppedWhat;
      readonly why: DroppedWhy;
      readonly count: number;
    })
  /** Entrata said in words, in the place of a list or as an error, that there is nothing. */
  | (CallNames & { readonly type: 'nothing_found'; readonly entrataMessage: string })
  | (CallNames & { readonly type: 'success'; readonly attempts: number; readonly durationMs: number })
  | (CallNames & {
      readonly type: 'failure';
      readonly attempts: number;
      readonly durationMs: number;
      readonly code: EntrataErrorCode;
      readonly outcome: CallOutcome;
      readonly httpStatus: number | undefined;
    });
