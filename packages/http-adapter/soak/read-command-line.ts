/** Reads a command line; a mistake on it is one line that names the option and what it takes, and status 2. */
export function readCommandLine<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    console.error(
      `error: ${error instanceof Error ? error.message : error}\nAdd --help to see what there is.`,
    );
    process.exit(2);
  }
}

/** A whole number as people write it: not `1e9`, `0x10`, ` 7` or nothing. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${option} must be a whole number from ${least} to ${most}`);
}

/** One of the names there are. */
export function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new Error(`${option} must be one of ${names.join(', ')}`);
}

/** A timer that is set for longer fires at once. */
export const longestTimerMs = 2_147_483_647;
