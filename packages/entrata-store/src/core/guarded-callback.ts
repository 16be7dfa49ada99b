/**
 * A callback of the user's that cannot harm its caller: what it throws or rejects with is told once as a warning
 * of the process, and only its own work is lost. `name` is the option it was given as.
 */
export function guardedCallback<A>(
  name: string,
  callback: ((value: A) => unknown) | undefined,
): (value: A) => void {
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    // Without what was thrown: it may quote anything.
    process.emitWarning(`${name} threw; further failures of it are not told`, {
      type: 'EntrataStoreWarning',
      code: 'ENTRATA_STORE_CALLBACK',
    });
  };
  return (value) => {
    try {
      const result = callback?.(value);
      // A promise of any make; not awaited, since nothing depends on it.
      if (typeof result === 'object' && result !== null && 'then' in result)
        Promise.resolve(result).catch(tell);
    } catch {
      tell();
    }
  };
}
