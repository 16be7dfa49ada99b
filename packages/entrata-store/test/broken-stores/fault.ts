import type { Repositories, Store } from '../../src/index.js';

/** A deliberate mistake: what is broken, and a store that breaks it. */
export interface Fault {
  readonly what: string;
  apply(store: Store): Store;
}

/** Breaks methods of one repository, outside transactions and inside. */
export function fault<K extends keyof Repositories>(
  what: string,
  repository: K,
  methods: (sound: Repositories[K], store: Repositories) => Partial<Repositories[K]>,
): Fault {
  const broken = <R extends Repositories>(repositories: R): R => ({
    ...repositories,
    [repository]: {
      ...repositories[repository],
      ...methods(repositories[repository], repositories),
    },
  });
  return {
    what,
    apply: (store) => ({
      ...broken(store),
      transaction: (work) => store.transaction((tx) => work(broken(tx))),
    }),
  };
}

/** Changes every text on its way in, at any depth. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T;
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change)) as T;
  if (typeof value !== 'object' || value === null || 'reveal' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)])) as T;
}
