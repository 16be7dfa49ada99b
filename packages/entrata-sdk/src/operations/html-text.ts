const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  middot: '·',
  deg: '°',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  eacute: 'é',
  ntilde: 'ñ',
  trade: '™',
  reg: '®',
  copy: '©',
};

/** Plain text out of Entrata's descriptions: tags dropped, breaks kept as newlines, entities decoded once. */
export function decodeEntities(text: string): string {
  let plain = text;
  if (plain.includes('<')) plain = dropTags(plain);
  if (plain.includes('&')) plain = plain.replace(entity, (whole, body: string) => decode(body) ?? whole);
  if (plain.includes('\r')) plain = plain.replace(/\r\n?/g, '\n');
  return plain.trim();
}

const entity = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z0-9]{2,8});/gi;

function dropTags(text: string): string {
  return text.replace(/<br\s*\/?>|<\/p>|<\/li>/gi, '\n').replace(/<\/?[a-z][^<>]*>/gi, '');
}

function decode(body: string): string | undefined {
  if (!body.startsWith('#')) return named[body] ?? named[body.toLowerCase()];
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  const isText = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isText ? String.fromCodePoint(code) : undefined;
}
