import type { Store } from 'entrata-store';

/** A store whose next transaction begins once what it was interrupted with has ended: as of a process that is slow there. */
export function interruptible(store: Store): {
  readonly store: Store;
  interrupt(before: () => Promise<unknown>): void;
} {
  let next: (() => Promise<unknown>) | undefined;
  return {
    store: {
      ...store,
      async transaction(work) {
        const before = next;
        next = undefined;
        await before?.();
        return store.transaction(work);
      },
    },
    interrupt(before) {
      next = before;
    },
  };
}
