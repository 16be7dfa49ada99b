import { replaceSecrets } from './mask-message.js';

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'cookie', 'set-cookie']);
const secretFields = /token$|secret|password|^(?:auth_?)?code$/i;
const personFields =
  /^(?:first|middle|last|full)_?name$|^name_?(?:prefix|suffix)$|e-?mail|phone|^comments?$|birth|^ssn$/i;

/** Headers without what proves who asks. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name.toLowerCase()) ? '[secret]' : value,
    ]),
  );
}

/** How a body is shown: without what was sent as a secret, fields that hold secrets, and persons. */
export interface Redaction {
  readonly secrets: readonly string[];
  /** Whether any text of it may be a secret, as in the reply to the exchange of a code. */
  readonly hidesTexts?: boolean;
}

/** A JSON value, a form's text or any other, redacted. */
export function redactBody(body: unknown, redaction: Redaction, isForm = false): unknown {
  if (!isForm || typeof body !== 'string') return redact(body, '', '', redaction);
  return redact(Object.fromEntries(new URLSearchParams(body)), '', '', redaction);
}

function redact(value: unknown, key: string, parent: string, redaction: Redaction): unknown {
  if (Array.isArray(value)) return value.map((each) => redact(each, key, parent, redaction));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value);
    return Object.fromEntries(fields.map(([name, inner]) => [name, redact(inner, name, key, redaction)]));
  }
  if (typeof value === 'number') return isSecret(key, value) ? '[secret]' : value;
  if (typeof value !== 'string' || value === '') return value;
  if (redaction.hidesTexts || isSecret(key, value)) return '[secret]';
  if (personFields.test(key) || (key === 'name' && parent === 'params')) return '[person]';
  return replaceSecrets(value, redaction.secrets).replace(/[^\s@<>"]+@[^\s@<>"]+/g, '[e-mail]');
}

/** A code of Entrata's, such as 311, is none. */
function isSecret(key: string, value: string | number): boolean {
  return secretFields.test(key) && !/^\d{1,4}$/.test(String(value));
}
