/**
 * A request that Entrata answers with `response.error`. Only 311, 314 and 1403 are known numbers;
 * the others are the usual HTTP meanings, since no table of Entrata's codes is public.
 */
export class Refusal extends Error {
  /** Undefined in an error that has none. */
  readonly code: number | undefined;
  /** HTTP status on the surfaces that do not answer 200 for everything. */
  readonly status: number;

  constructor(code: number | undefined, message: string, status = 400) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.status = status;
  }
}
