/**
 * Entrata's words without what may be a person's (e-mails and runs of digits) and without what was sent
 * as a secret, should the message repeat it; 200 characters at most.
 */
export function maskMessage(text: string | undefined, secrets: readonly string[] = []): string | undefined {
  if (text === undefined) return undefined;
  let masked = text.slice(0, 1_000);
  for (const secret of secrets) if (secret !== '') masked = masked.replaceAll(secret, '[secret]');
  return masked
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '[e-mail]')
    .replace(/\d(?:[\d ().-]*\d)?/g, (run) => (run.replace(/\D/g, '').length >= 5 ? '[digits]' : run))
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 200);
}
