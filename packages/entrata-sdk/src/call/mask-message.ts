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

/** A text without these secrets, whichever of their forms they are in. */
export function replaceSecrets(text: string, secrets: readonly string[]): string {
  return secrets.flatMap(formsOf).reduce((masked, form) => masked.replaceAll(form, '[secret]'), text);
}

/** How a secret may come back: as it is, or escaped for a URL, with escapes in either case and spaces in either form. */
function formsOf(secret: string): string[] {
  if (secret === '') return [];
  const escaped = encodeURIComponent(secret.replace(/\p{Cs}/gu, '\ufffd'));
  const lower = escaped.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
  return [...new Set([secret, escaped, lower, escaped.replaceAll('%20', '+'), lower.replaceAll('%20', '+')])];
}
