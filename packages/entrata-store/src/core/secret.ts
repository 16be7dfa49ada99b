import { inspect } from 'node:util';

/** A text that must not reach a log. Structural: a `Secret` of the SDK fits wherever this one does. */
export interface Secret {
  /**
   * The text itself.
   * @example
   * const headers = { 'x-api-key': token.reveal() };
   */
  reveal(): string;
}

/**
 * Wraps a text so that printing, serialising or inspecting it shows `[secret]`.
 * @example
 * await store.clients.replaceToken(id, version, { accessToken: secret(text) });
 */
export function secret(text: string): Secret {
  const hidden = () => '[secret]';
  return Object.freeze({ reveal: () => text, toString: hidden, toJSON: hidden, [inspect.custom]: hidden });
}
