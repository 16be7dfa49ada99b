import { invalidInput } from './core/errors.js';
import type { SecretText } from './core/secret.js';
import type { EntrataOptions } from './options.js';

/**
 * Throws `invalid_input`, naming the option, for what the compiler refuses and plain JavaScript lets through. An
 * option given as undefined or null equals one left out.
 */
export function checkOptionTypes(options: EntrataOptions): void {
  const { oauth, http, onEvent, random, endpoints } = options;
  if (oauth != null) {
    if (typeof oauth.clientId !== 'string') throw invalidInput('oauth.clientId', 'must be a text');
    if (!isSecretText(oauth.clientSecret))
      throw invalidInput('oauth.clientSecret', 'must be a text or a secret');
  }
  if (http != null && (typeof http.send !== 'function' || typeof http.close !== 'function')) {
    throw invalidInput('http', 'must have the functions send() and close()');
  }
  if (onEvent != null && typeof onEvent !== 'function') throw invalidInput('onEvent', 'must be a function');
  if (random != null && typeof random !== 'function') throw invalidInput('random', 'must be a function');
  const { calendarDateFormat: format, slotEncoding } = endpoints ?? {};
  if (format != null && format !== 'MM/DD/YYYY' && format !== 'YYYY-MM-DD') {
    throw invalidInput('endpoints.calendarDateFormat', 'must be MM/DD/YYYY or YYYY-MM-DD');
  }
  if (slotEncoding != null && typeof slotEncoding !== 'function' && !encodings.has(slotEncoding)) {
    throw invalidInput('endpoints.slotEncoding', 'must be text, halves, clock or a function');
  }
}

const encodings: ReadonlySet<unknown> = new Set(['text', 'halves', 'clock']);

/** Whether something can be sent as a secret. */
export function isSecretText(value: unknown): value is SecretText {
  if (typeof value === 'string') return true;
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}
