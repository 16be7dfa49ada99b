import type { Page } from 'entrata-store';

/** The pages of a list of the store's, the next asked for when it is needed; `ask` is told where each begins. */
export async function* pagesOf<T>(
  ask: (after: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<readonly T[], void, undefined> {
  let after: string | undefined;
  do {
    const { items, next } = await ask(after);
    yield items;
    after = next;
  } while (after !== undefined);
}
