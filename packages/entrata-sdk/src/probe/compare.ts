import type { Difference } from './report.js';
import { join, type Place, type Shape } from './shape.js';

/** Says whether what this package reads depends on the key at this path. */
export type IsRead = (path: string) => Promise<boolean>;

/** In what a reply's shape differs from the known one. Of what is new or gone only the topmost key is named. */
export async function compareShapes(known: Shape, came: Shape, isRead: IsRead): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [path, place] of came) {
    const before = known.get(path);
    // It is new itself, or stands in what is.
    if (before === undefined) continue;
    differences.push(...compareTexts(path || 'result', before, place));
    if (before.records > 0) differences.push(...(await compareKeys(path, before, place, isRead)));
  }
  return differences;
}

/** Fields of a result of this package's own that are always there with the sandbox, and nowhere here. */
export function lostFields(known: Shape, came: Shape): Difference[] {
  return [...came].flatMap(([path, place]) => {
    const before = known.get(path);
    return absentKeys(before, place).map((key): Difference => ({ kind: 'lost', at: join(path, key) }));
  });
}

async function compareKeys(path: string, before: Place, place: Place, isRead: IsRead): Promise<Difference[]> {
  const published = keysOf(before);
  const others = [...keysOf(place)].filter((key) => !published.has(key));
  const differences: Difference[] = [];
  for (const key of others) {
    const at = join(path, key);
    differences.push({ kind: (await isRead(at)) ? 'other_key' : 'unread', at });
  }
  // What is read of another key is not missed.
  if (differences.some(({ kind }) => kind === 'other_key')) return differences;
  return [
    ...differences,
    ...absentKeys(before, place).map((key): Difference => ({ kind: 'absent', at: join(path, key) })),
  ];
}

function keysOf({ keySets }: Place): Set<string> {
  return new Set([...keySets.values()].flatMap((keys) => [...keys]));
}

/**
 * Keys that no record has here, though every known record has them, or every one that has another key which came. So a
 * field that only some records have is not missed, but where one of two that come together is gone it is.
 */
function absentKeys(before: Place | undefined, place: Place): string[] {
  if (before === undefined || before.records === 0 || place.records === 0) return [];
  const known = [...before.keySets.values()];
  const here = keysOf(place);
  const isImplied = (key: string, sets: readonly ReadonlySet<string>[]) =>
    sets.length > 0 && sets.every((keys) => keys.has(key));
  return [...keysOf(before)].filter(
    (key) =>
      !here.has(key) &&
      (isImplied(key, known) ||
        [...here].some((other) =>
          isImplied(
            key,
            known.filter((keys) => keys.has(other)),
          ),
        )),
  );
}

function compareTexts(at: string, before: Place, place: Place): Difference[] {
  const differences: Difference[] = [];
  const note = (kind: Difference['kind'], known: Iterable<unknown>, came: Iterable<unknown>) =>
    differences.push({ kind, at, expected: list(known), came: list(came) });

  const types = [...place.types].filter((type) => !isKnownType(type, before.types));
  if (types.length > 0) note('type', before.types, types);
  // Where any text may stand, none is written otherwise.
  const forms = [...place.forms].filter((form) => !before.forms.has(form));
  if (forms.length > 0 && before.forms.size > 0 && !before.forms.has(undefined)) {
    note(
      'form',
      before.forms,
      forms.map((form) => form ?? 'another text'),
    );
  }
  const orders = [...place.orders].filter((order) => !before.orders.has(order));
  if (orders.length > 0 && before.orders.size > 0) note('order', before.orders, orders);
  const [isAttribute] = place.isAttribute;
  if (
    place.isAttribute.size === 1 &&
    before.isAttribute.size === 1 &&
    !before.isAttribute.has(!!isAttribute)
  ) {
    const [inside, beside] = ['in @attributes', 'among the fields'];
    note('attribute', [isAttribute ? beside : inside], [isAttribute ? inside : beside]);
  }
  return differences;
}

/** What may be filled may also be empty, in the same way. */
const emptyOf: Readonly<Record<string, string>> = {
  'empty text': 'text',
  'empty list': 'list',
  text: 'empty text',
  list: 'empty list',
};

function isKnownType(type: string, known: ReadonlySet<string>): boolean {
  return known.has(type) || known.has(emptyOf[type] ?? type);
}

export const list = (names: Iterable<unknown>): string => [...names].map(String).sort().join(' or ');
