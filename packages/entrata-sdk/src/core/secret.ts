const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

/**
 * A text that never prints. Structural, so that a secret of another package (or your own class) fits.
 * Log it, put it into JSON or inspect it: you see `[secret]`. `reveal()` is the only way to the text.
 */
export interface Secret {
  /**
   * The text itself.
   *
   * @example
   * ```ts
   * const token = secret('a token');
   * console.log(`${token}`, token.reveal()); // [secret] a token
   * ```
   */
  reveal(): string;
}

/** A secret, or the plain text of one. */
export type SecretText = string | Secret;

class HiddenText implements Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspectCustom](): string {
    return '[secret]';
  }
}

/**
 * Wraps a text so that it cannot be printed by accident.
 *
 * @example
 * ```ts
 * const token = secret('abc');
 * console.log(`${token}`, token.reveal()); // [secret] abc
 * ```
 */
export function secret(text: string): Secret {
  return new HiddenText(text);
}

/** The text of a secret, for the one place that has to send it. */
export function revealText(value: SecretText): string {
  return typeof value === 'string' ? value : value.reveal();
}

/** Whether something can be sent as a secret. */
export function isSecretText(value: unknown): value is SecretText {
  if (typeof value === 'string') return true;
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}
