/** Everything after the first `?` of a URL, or the text itself when it is a query; byte for byte. */
export function rawQueryOf(urlOrQuery: string): string {
  const mark = urlOrQuery.indexOf('?');
  if (mark < 0) return /^(?:\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(urlOrQuery) ? '' : urlOrQuery;
  const equals = urlOrQuery.indexOf('=');
  // In a bare query a `?` can only stand inside a value.
  return equals >= 0 && equals < mark && !/^(?:\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(urlOrQuery)
    ? urlOrQuery
    : urlOrQuery.slice(mark + 1);
}

/** A parameter as sent; `decode` reads it. */
export interface QueryParameter {
  readonly name: string;
  readonly rawValue: string;
}

export function splitQuery(query: string): QueryParameter[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      return { name: decodeValue(name, ' ') ?? name, rawValue: equals < 0 ? '' : part.slice(equals + 1) };
    });
}

/** Percent-decoded, `+` read as `plus`; undefined when an escape is broken or no UTF-8. */
export function decodeValue(rawValue: string, plus: ' ' | '+'): string | undefined {
  try {
    return decodeURIComponent(plus === ' ' ? rawValue.replaceAll('+', ' ') : rawValue);
  } catch {
    return undefined;
  }
}
