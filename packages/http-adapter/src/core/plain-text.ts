import { compile } from 'html-to-text';
import { stripTags } from './strip-tags.js';

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

/** Markup may be escaped, and the escape escaped; more often than this nobody does it by mistake. */
const mostReadings = 6;
/** The converter walks a document by recursion, and a deep one would overflow the stack: beyond this, tags just go. */
const mostTags = 250;
/** Reading costs time, and nobody writes a longer description. */
const longest = 250_000;

/** What a browser would take for a tag, or for the beginning of one. */
const markup = /<[a-z/!?]/i;
const entity = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]+);/i;
/** `&amp;amp;lt;`: each `amp;` is one more escape of the same character. */
const escapedEscapes = /&(?:(?:amp|#0{0,5}38|#x0{0,4}26);)+/gi;
/** What no text needs: NUL and the other control characters, and halves of surrogate pairs. */
export const unprintable = /[^\P{Cc}\t\n\r]|\p{Surrogate}/gu;

/**
 * Text without markup, whatever it held: entities are characters, what reads as a tag is gone, and what is left
 * is read again until nothing is left to read. Takes time in proportion to the text's length; one of more than
 * 250,000 characters is cut.
 */
export function toPlainText(text: string): string {
  let plain = text.slice(0, longest).replaceAll('\r\n', '\n').replace(unprintable, '').trim();
  // Most texts hold no markup, and reading them is most of what a mapping costs.
  if (!/[<&]/.test(plain)) return plain;
  for (let reading = 0; reading < mostReadings; reading++) {
    const before = plain.replace(escapedEscapes, '&amp;');
    plain = convert(mayBeDeep(before) ? stripTags(before) : before).replace(unprintable, '');
    if (plain === before || !isMarkup(plain)) break;
  }
  const tidy = plain.replace(/\n{3,}/g, '\n\n').replace(/^\n+|\n+$/g, '');
  return isMarkup(tidy) ? defuse(tidy) : tidy;
}

const isMarkup = (text: string) => markup.test(text) || entity.test(text);

/** For what comes back as markup however often it is read: nothing in it can be a tag any more. */
const defuse = (text: string) =>
  text.replace(/<(?=[a-z/!?])/gi, '< ').replace(/&(?=[#a-z][a-z\d]*;)/gi, '& ');

/** No document is deeper than it has opening tags; a closing one proves nothing, it may stand in an attribute. */
function mayBeDeep(html: string): boolean {
  let opened = 0;
  for (const _ of html.matchAll(/<[a-z]/gi)) {
    opened += 1;
    if (opened > mostTags) return true;
  }
  return false;
}
