export interface RequestTarget {
  /** As it was sent: undecoded, and not normalised. */
  readonly path: string;
  /** All that stands after the first `?`, byte for byte; `''` when there is none. */
  readonly rawQuery: string;
}

/**
 * Cuts a request's target at its first `?`. Never throws: `new URL` would, at a target such as `//`, and where it
 * does not, it rewrites characters. The absolute form that proxies are sent is read too.
 */
export function parseTarget(target: string): RequestTarget {
  const relative = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const mark = relative.indexOf('?');
  return {
    path: (mark === -1 ? relative : relative.slice(0, mark)) || '/',
    rawQuery: mark === -1 ? '' : relative.slice(mark + 1),
  };
}
