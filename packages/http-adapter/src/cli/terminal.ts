/** What a command sees of the world. */
export interface Terminal {
  /** Of this package. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start, and where the user's own packages are looked for. */
  readonly folder: string;
  /** Writes one line, or several. */
  out(text: string): void;
  error(text: string): void;
  /** Resolves when the user wants the command to end. */
  stopped(): Promise<void>;
}

/** A mistake of the user's; its message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
