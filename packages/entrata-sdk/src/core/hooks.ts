/** A function of the caller's that watches calls. */
export type Hook<A> = (argument: A) => unknown;

/**
 * Runs what the caller gave to watch calls with. What it throws, at once or later, never reaches the call: a lead
 * that was sent would look like one that failed. The first fault of each hook is reported as a warning of the process.
 */
export class Hooks {
  readonly #reported = new Set<string>();

  run<A>(name: string, hook: Hook<A>, argument: A): void {
    try {
      const ended = hook(argument);
      if (ended instanceof Promise) ended.catch((error: unknown) => this.#report(name, error));
    } catch (error) {
      this.#report(name, error);
    }
  }

  #report(name: string, error: unknown): void {
    if (this.#reported.has(name)) return;
    this.#reported.add(name);
    // Its name alone: what it was given may be in its message. Other runtimes than Node may have no warnings.
    const kind = error instanceof Error ? error.name : typeof error;
    globalThis.process?.emitWarning?.(`${name} threw (${kind}); calls go on without it`, 'EntrataWarning');
  }
}
