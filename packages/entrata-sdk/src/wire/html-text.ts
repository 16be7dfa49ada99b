import { decodeHTMLStrict } from 'entities';

// Markup may be escaped, and the escapes escaped again; a text that needs more rounds than this was made to.
const maxRounds = 6;

/**
 * Plain text out of what Entrata calls text: entities decoded and tags dropped until neither is left, breaks kept as
 * newlines, control characters dropped. What comes out holds no tag, not even half of one, however often it was escaped.
 */
export function decodeEntities(text: string): string {
  let plain = text;
  for (let round = 0; /[<&\r\p{Cc}\p{Cs}]/u.test(plain); round++) {
    const before = plain;
    if (round === maxRounds) plain = plain.replaceAll('<', '').replaceAll('&', '');
    plain = plain.replace(/\r\n?/g, '\n').replace(unprintable, '');
    if (plain.includes('&')) plain = plain.replace(entity, decode);
    if (plain.includes('<')) plain = dropTags(plain);
    if (plain === before) break;
  }
  // It separates words for people; nobody finds a name by it.
  return plain.replaceAll('\u00a0', ' ').trim();
}

// Breaks and tabs are kept.
const unprintable = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;

// A browser reads numbers, and `&lt` and `&gt`, also without the semicolon.
const entity = /&(?:#x0*([0-9a-f]{1,6});?|#0*(\d{1,7});?|(lt|gt)(?![a-z0-9;])|[a-z][a-z0-9]{1,31};)/gi;

function decode(
  whole: string,
  hex: string | undefined,
  decimal: string | undefined,
  bare: string | undefined,
): string {
  // In capitals it is more likely a company's name.
  if (bare !== undefined) return bare === 'lt' ? '<' : bare === 'gt' ? '>' : whole;
  if (hex === undefined && decimal === undefined) return decodeHTMLStrict(whole);
  const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
  const isText = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isText ? decodeHTMLStrict(`&#${code};`) : whole;
}

/** One walk from left to right. A `<` that begins no tag stays, as in `2 < 3`; one of a tag that has no end goes. */
function dropTags(text: string): string {
  let plain = '';
  let at = 0;
  const lastEnd = text.lastIndexOf('>');
  for (let open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
    plain += text.slice(at, open);
    at = open + 1;
    if (!/[a-z/!?]/i.test(text.charAt(at))) plain += '<';
    else if (open < lastEnd) {
      const end = text.indexOf('>', at);
      const tag = text.slice(open, Math.min(end, open + 16) + 1);
      if (/^<(?:br\s*\/?|\/p|\/li)>$/i.test(tag)) plain += '\n';
      at = end + 1;
    }
  }
  return plain + text.slice(at);
}
