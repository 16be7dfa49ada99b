const marker = '\u0000list\u0000';
const partLength = 65_536;

/** A list too long to render at once; at most one in a reply. */
export class LazyList {
  readonly #items: Iterable<unknown>;

  constructor(items: Iterable<unknown>) {
    this.#items = items;
  }

  toJSON(): string {
    return marker;
  }

  /** The JSON of a value that holds this list, in parts of some 64 KB. */
  *jsonOf(value: unknown): Iterable<string> {
    const [head = '', tail = ''] = JSON.stringify(value).split(JSON.stringify(marker));
    let part = `${head}[`;
    let isFirst = true;
    for (const item of this.#items) {
      part += isFirst ? JSON.stringify(item) : `,${JSON.stringify(item)}`;
      isFirst = false;
      if (part.length < partLength) continue;
      yield part;
      part = '';
    }
    yield `${part}]${tail}`;
  }
}
