const parts =
  /(\d{4}-\d{2}-\d{2})|(\d{1,2}\/\d{1,2}\/\d{4})|\d{1,2}:\d{2}(:\d{2})?(\.\d+)?|[A-Z]{1,3}[SD]T\b|\b(?:UTC|GMT)\b|[AP]M\b/gi;
const measure = /^-?\d[\d,.]* ?(sq(?:uare)? ?(?:feet|foot|ft|met(?:er|re)s?)|m2)$/i;

/**
 * How a text is written that says when something is, or how large: `MM/DD/YYYY HH:mm:ss zone`, `number SquareFeet`.
 * Undefined for every other text. Holds none of the text's digits and, but for a unit that is known, none of its words.
 */
export function formOf(text: string): string | undefined {
  if (text.length > 80) return undefined;
  const unit = measure.exec(text)?.[1];
  if (unit !== undefined) return `number ${unit}`;
  // Any letter that is left makes it prose with a date in it.
  if (!/\d[:/-]\d/.test(text) || !/^[TZ ,–—-]*$/.test(text.replace(parts, ''))) return undefined;
  return text.replace(
    parts,
    (found, isoDay?: string, usDay?: string, seconds?: string, fraction?: string) => {
      if (isoDay !== undefined) return 'YYYY-MM-DD';
      if (usDay !== undefined) return 'MM/DD/YYYY';
      if (/^\d/.test(found)) return `HH:mm${seconds ? ':ss' : ''}${fraction ? '.f' : ''}`;
      return /^[AP]M$/i.test(found) ? 'AM' : 'zone';
    },
  );
}
