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

const blocks = /^(?:br|p|div|h[1-6]|ul|ol|table|tr|section|article|header|footer|blockquote|pre|hr)$/i;

/**
 * Drops tags from left to right, however deep they are nested, and what stands in comments, scripts and styles.
 * Entities stay as they are. What stays of a tag that is never closed has lost its bracket.
 */
function stripTags(html: string): string {
  // Stops at the next `<`, so that tags which are never closed do not make it read to the end, one by one.
  const tag = /<!--|<(\/?)([a-z][a-z\d-]*)[^<>]*>|<[!?/][^<>]*>/gi;
  const ends = new Map<string, RegExp>(hiddenParts.map(([start, end]) => [start, new RegExp(end, 'gi')]));
  let text = '';
  let from = 0;
  for (let found = tag.exec(html); found !== null; found = tag.exec(html)) {
    const [whole, closing = '', name = ''] = found;
    text += html.slice(from, found.index) + inPlaceOf(name, closing);
    from = found.index + whole.length;
    const part = whole === '<!--' ? whole : `${closing}${name.toLowerCase()}`;
    const end = ends.get(part);
    if (end !== undefined) {
      end.lastIndex = from;
      const ending = end.exec(html);
      // One without its end hides nothing, and is not looked for again.
      if (ending === null) ends.delete(part);
      else from = ending.index + ending[0].length;
    }
    tag.lastIndex = from;
  }
  text += html.slice(from);
  return text.replace(/<(?=[a-z/!?])/gi, ' ');
}

/** What is no text, and how it ends. */
const hiddenParts = [
  ['<!--', '-->'],
  ['script', '</script[^<>]*>?'],
  ['style', '</style[^<>]*>?'],
] as const;

/** A line of its own for what a browser would give one. */
function inPlaceOf(name: string, closing: string): string {
  if (/^li$/i.test(name)) return closing === '' ? '\n * ' : '';
  return blocks.test(name) ? '\n' : '';
}

/** Raw texts of one line: markup may take many times what is left of them. */
const longestLine = 20_000;

/** A text of several lines without markup, at most `width` characters; undefined when nothing is left, or for no text. */
export function cleanText(value: unknown, width: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return cut(toPlainText(value), width) || undefined;
}

/** The same, in one line. */
export function cleanLine(value: unknown, width: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = toPlainText(value.slice(0, longestLine));
  return cut(plain.replace(/\s+/g, ' ').trim(), width) || undefined;
}

/** At most `width` characters (UTF-16), no pair of surrogates torn apart. */
function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const short = text.slice(0, width);
  return (/[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short).trimEnd();
}

/** The address of a page or a picture: http or https, with its scheme, at most `width` characters. */
export function cleanUrl(value: unknown, width: number): string | undefined {
  if (typeof value !== 'string' || value.length > width) return undefined;
  const text = value.trim();
  const address = text.startsWith('//') ? `https:${text}` : bareHost.test(text) ? `https://${text}` : text;
  // Whatever a page could take for the end of the attribute that it stands in is escaped.
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = /[\s"'<>\\^`{|}]|\p{Cc}|\p{Surrogate}/u.test(address)
    ? new URL(address).href.replaceAll("'", '%27')
    : address;
  return url.length > width ? undefined : url;
}

/** `www.example.com/flats`: people leave the scheme out. */
const bareHost = /^[a-z\d-]+(?:\.[a-z\d-]+)+(?:[/?#]|$)/i;
