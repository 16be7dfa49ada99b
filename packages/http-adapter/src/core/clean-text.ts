import { toPlainText } from './plain-text.js';

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
