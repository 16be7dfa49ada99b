/**
 * The first of `paths` that fits, with what stands in the place of `:name`.
 *
 * @param {readonly string[]} paths such as `/houses/:id`
 * @param {string} path
 * @returns {{ path: string, params: Record<string, string> } | undefined}
 */
export function matchPath(paths, path) {
  const segments = path.split('/');
  for (const pattern of paths) {
    const parts = pattern.split('/');
    if (parts.length !== segments.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = parts.every((part, index) => {
      const segment = segments[index] ?? '';
      if (!part.startsWith(':')) return part === segment;
      params[part.slice(1)] = decode(segment);
      return segment !== '';
    });
    if (fits) return { path: pattern, params };
  }
  return undefined;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
