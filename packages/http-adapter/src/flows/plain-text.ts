import { convert } from 'html-to-text';

const options = {
  wordwrap: false,
  preserveNewlines: true,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'style', format: 'skip' },
  ],
} as const;

/** Markup that was escaped twice shows only after a first reading. */
const mostReadings = 3;

/** Text without markup, whatever it held: what reads as a tag is gone, entities are characters. */
export function toPlainText(text: string): string {
  let plain = text;
  for (let reading = 0; reading < mostReadings; reading++) {
    plain = convert(plain, options);
    if (!/<[a-z/!]/i.test(plain)) return plain;
  }
  return plain.replace(/[<>]/g, ' ');
}
