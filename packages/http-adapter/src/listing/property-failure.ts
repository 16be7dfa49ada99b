/**
 * Why nothing of a property could be stored though Entrata answered: `mapHouses` threw or made no houses of it
 * (`mapping_failed`), the database refused what was made (`listing_refused`), the approval's own function threw
 * (`approval_failed`).
 */
const codes = ['mapping_failed', 'listing_refused', 'approval_failed'] as const;

export type PropertyFailureCode = (typeof codes)[number];

/** A failure of one property that says nothing about its neighbours. */
export class PropertyFailure extends Error {
  override readonly name = 'PropertyFailure';
  readonly code: PropertyFailureCode;

  constructor(code: PropertyFailureCode, cause: unknown) {
    super(`A property could not be listed: ${code}`, { cause });
    this.code = code;
  }
}

/** Whether a property's last error is one that only somebody on our side can mend. */
export const isOurFailure = (lastError: string | undefined): boolean =>
  codes.some((code) => code === lastError);
