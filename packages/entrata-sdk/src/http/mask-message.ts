/** Entrata's words without what may be a person's: e-mails and runs of digits masked, 200 characters at most. */
export function maskMessage(text: string): string {
  return text
    .slice(0, 1_000)
    .replace(/[^\s@<>]+@[^\s@<>]+/g, '[e-mail]')
    .replace(/\d(?:[\d ().-]*\d)?/g, (run) => (run.replace(/\D/g, '').length >= 5 ? '[digits]' : run))
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 200);
}
