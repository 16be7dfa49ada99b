/**
 * What a hook of the profile gives. Throws what it throws, and a TypeError when it gives a promise, whose rejection would
 * else end the process.
 */
export function runHook<T>(hook: () => T): T {
  const given = hook();
  if (!isThenable(given)) return given;
  Promise.resolve(given).catch(() => {});
  throw new TypeError('a hook of the wire profile gave a promise: it has to return at once');
}

/** The same, for what is sent: an object or a list. */
export function runBodyHook(hook: () => unknown): object {
  return objectOf(runHook(hook));
}

/** The same, for a result: a number, or nothing at all, would be read as an empty list. */
export function runResultHook(hook: () => unknown): unknown {
  const given = runHook(hook);
  return typeof given === 'string' ? given : objectOf(given);
}

function objectOf(given: unknown): object {
  if (typeof given === 'object' && given !== null) return given;
  throw new TypeError(
    `a hook of the wire profile gave ${given === null ? 'null' : typeof given}, and no object`,
  );
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
