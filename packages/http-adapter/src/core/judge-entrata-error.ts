import { type EntrataError, type EntrataErrorCode, isEntrataError } from 'entrata-sdk';

/**
 * What an error of Entrata's is about:
 * - `refused`: Entrata will not do it, now or later.
 * - `ours`: our own input or configuration; nothing was sent, and the same again is of no use.
 * - `token`: the client's token; only a new one helps.
 * - `credentials`: what we showed is not accepted, without a word about the client's token.
 * - `quota`: too many calls for now.
 * - `busy`: Entrata says that it cannot for now.
 * - `silent`: no answer, or none that can be read.
 * - `closed`: our own process ends.
 * - `aborted`: whoever asked does not wait any more.
 */
export type EntrataErrorKind =
  | 'refused'
  | 'ours'
  | 'token'
  | 'credentials'
  | 'quota'
  | 'busy'
  | 'silent'
  | 'closed'
  | 'aborted';

const kinds = {
  rejected: 'refused',
  forbidden: 'refused',
  invalid_input: 'ours',
  not_configured: 'ours',
  unauthorized: 'credentials',
  rate_limited: 'quota',
  unavailable: 'busy',
  network: 'silent',
  timeout: 'silent',
  bad_response: 'silent',
  closed: 'closed',
  aborted: 'aborted',
} as const satisfies Readonly<Record<EntrataErrorCode, EntrataErrorKind>>;

/** The codes of what is our own mistake. */
export type OurMistake = {
  [Code in EntrataErrorCode]: (typeof kinds)[Code] extends 'ours' ? Code : never;
}[EntrataErrorCode];

/** Which kind of error it is; undefined for one that is not of the SDK. */
function kindOf(error: unknown): EntrataErrorKind | undefined {
  if (!isEntrataError(error)) return undefined;
  return error.reauthorize ? 'token' : kinds[error.code];
}

const judge =
  (...those: readonly EntrataErrorKind[]) =>
  (error: unknown): boolean => {
    const kind = kindOf(error);
    return kind !== undefined && those.includes(kind);
  };

/** Whether the client's token is refused: it has to authorise again at Entrata. */
export const isTokenRefusal = judge('token');

/** Whether a call is of no use again: only somebody at Entrata, or another configuration, brings another answer. */
export const isRefusal = judge('refused', 'ours');

/** Whether what we asked with is wrong: Entrata has not even heard of it. */
export const isOurMistake = (error: unknown): error is EntrataError & { readonly code: OurMistake } =>
  kindOf(error) === 'ours';

/** Whether too much was asked for a while. */
export const isQuota = judge('quota');

/** Whether Entrata has answered, and said that it cannot for now: it has done nothing. */
export const isPutOff = judge('quota', 'busy');

/** Whether Entrata cannot be asked just now. A refusal is an answer, and what was known before it is not true any more. */
export const isOutage = judge('quota', 'busy', 'silent');

/** Whether every further call would end like this one. */
export const endsEveryCall = judge('token', 'credentials', 'quota', 'closed');

/** Whether Entrata refuses a token it has just made, for the company it is asked about: the token is another one's. */
export const isTokenOfAnother = (error: unknown): boolean =>
  isTokenRefusal(error) || isEntrataError(error, 'forbidden');

/** Of the exchange of a code: whether Entrata refuses the code itself. */
export const isCodeRefusal = (error: unknown): boolean => isEntrataError(error, 'rejected');

/** Of the exchange of a code: whether our own id and secret are missing or refused. The code may still be good. */
export const isCredentialsRefusal = (error: unknown): boolean =>
  isEntrataError(error, 'unauthorized') || isEntrataError(error, 'not_configured');

/** Whether Entrata answered in no way that can be read, which proves nothing. */
export const isUnreadable = (error: unknown): boolean => isEntrataError(error, 'bad_response');
