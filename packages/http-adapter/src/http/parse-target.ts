/** A request's target, taken apart. */
export interface RequestTarget {
  /** As it was sent: undecoded, and not normalised. */
  readonly path: string;
  /** All that stands after the first `?`, byte for byte; `''` when there is none. */
  readonly rawQuery: string;
}

/**
 * Cuts a request's target at its first `?`. Never throws: `new URL` would, at a target such as `//`, and where it
 * does not, it rewrites characters. The absolute form that only proxies are sent (`http://…`) is a path that nobody has.
 *
 * @example
 * ```ts
 * const { path } = parseTarget(request.url ?? '');
 * if (app.owns(path)) return listener(request, response);
 * ```
 */
export function parseTarget(target: string): RequestTarget {
  const mark = target.indexOf('?');
  return {
    path: (mark === -1 ? target : target.slice(0, mark)) || '/',
    rawQuery: mark === -1 ? '' : target.slice(mark + 1),
  };
}
