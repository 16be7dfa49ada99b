/**
 * Entrata's words without what may be a person's (e-mails and runs of digits) and without what was sent
 * as a secret, should the message repeat it; 200 characters at most.
 */
export function maskMessage(text: string | undefined, secrets: readonly string[] = []): string | undefined {
  if (text === undefined) return undefined;
  // Long enough to hold what is kept and any secret that begins in it.
  return replaceSecrets(text.slice(0, 20_000), secrets)
    .slice(0, 1_000)
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '[e-mail]')
    .replace(/\d(?:[\d ().-]*\d)?/g, (run) => (run.replace(/\D/g, '').length >= 5 ? '[digits]' : run))
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 200);
}

const patterns = new WeakMap<readonly string[], RegExp>();

/** A text without these secrets, however each is written in it. */
export function replaceSecrets(text: string, secrets: readonly string[]): string {
  let pattern = patterns.get(secrets);
  if (pattern === undefined) {
    const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
    // Nothing matches where there are none.
    pattern = new RegExp(forms.join('|') || '(?!)', 'gi');
    patterns.set(secrets, pattern);
  }
  return text.replace(pattern, '[secret]');
}

/** So many signs tell a secret; of a longer one, what follows without a space goes with them. */
const mostSigns = 500;

/** A secret as it may come back: sign by sign as it is or escaped, in any mixture, and as Base64 of the whole. */
function formsOf(secret: string): string[] {
  const isLonger = secret.length > mostSigns;
  const start = isLonger ? secret.slice(0, mostSigns) : secret;
  const signs = [...start].map((sign) => `(?:${signForms(sign).map(escapePattern).join('|')})`);
  const bytes = bytesOf(start);
  // Three bytes are four letters, whatever comes after them.
  const whole = isLonger ? bytes.subarray(0, bytes.length - (bytes.length % 3)) : bytes;
  const base64 = btoa(String.fromCharCode(...whole)).replace(/=+$/, '');
  const base64url = base64.replaceAll('+', '-').replaceAll('/', '_');
  const end = isLonger ? '[^\\s"<>]*' : '';
  return [
    `${signs.join('')}${end}`,
    ...[base64, base64url].map((form) => `${escapePattern(form)}(?:={1,2}|${end})`),
  ];
}

const htmlNames: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** One sign: escaped for a URL once or twice, and where it is no letter or digit, for a form, HTML or JSON. The longest first. */
function signForms(sign: string): string[] {
  const hex = [...bytesOf(sign)].map((byte) => byte.toString(16).padStart(2, '0'));
  const forUrl = hex.map((byte) => `%${byte}`).join('');
  const forms = [forUrl, forUrl.replaceAll('%', '%25'), sign];
  if (/[\w-]/.test(sign)) return forms;
  const point = sign.codePointAt(0) ?? 0;
  const html = [`&#${point};`, `&#0${point};`, `&#x${point.toString(16)};`];
  if (htmlNames[sign] !== undefined) html.push(`&${htmlNames[sign]};`);
  const json = [JSON.stringify(sign).slice(1, -1), `\\${sign}`, unicodeEscapes(sign)];
  return [...html, ...json, ...(sign === ' ' ? ['+'] : []), ...forms];
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const unicodeEscapes = (sign: string) =>
  Array.from(
    { length: sign.length },
    (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
const escapePattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
