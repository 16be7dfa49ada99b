const blocks = /^(?:br|p|div|h[1-6]|ul|ol|table|tr|section|article|header|footer|blockquote|pre|hr)$/i;

/**
 * Drops tags from left to right, however deep they are nested, and what stands in comments, scripts and styles.
 * Entities stay as they are. What stays of a tag that is never closed has lost its bracket.
 */
export function stripTags(html: string): string {
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
