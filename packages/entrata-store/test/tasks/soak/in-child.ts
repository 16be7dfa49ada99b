/** What the child was given to start with. */
export const readInput = <T>(): T => JSON.parse(process.argv[2] ?? '') as T;

/** Tells the parent, if it is still there. */
export function tellParent(message: unknown): void {
  process.send?.(message);
}
