import { compile } from 'html-to-text';

const convert = compile({
  wordwrap: false,
  preserveNewlines: true,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'script', format: 'skip' },
    { selector: 'style', format: 'skip' },
  ],
});

/** Markup that was escaped twice shows only after a first reading. */
const mostReadings = 3;

/** Text without markup, whatever it held: what reads as a tag is gone, entities are characters. */
export function toPlainText(text: string): string {
  let plain = text.replaceAll('\r\n', '\n').trim();
  for (let reading = 0; reading < mostReadings; reading++) {
    // Most texts hold no markup, and reading them is most of what a mapping costs.
    if (!/[<&]/.test(plain)) return plain;
    plain = convert(plain);
    if (!/<[a-z/!]/i.test(plain)) return plain;
  }
  return plain.replace(/[<>]/g, ' ');
}
