/** What a driver takes as a value. */
export type DatabaseValue = string | number | null;

/** A piece of SQL, and the values bound in it in the order in which their places stand there. */
export interface Sql {
  readonly sql: string;
  readonly bindings: readonly DatabaseValue[];
}

/** Makes a statement of a template: a piece of SQL in it is put there as it is, any other value is bound. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | DatabaseValue)[]): Sql {
  let text = texts[0] ?? '';
  const bindings: DatabaseValue[] = [];
  for (const [place, part] of parts.entries()) {
    if (typeof part === 'object' && part !== null) {
      text += part.sql;
      bindings.push(...part.bindings);
    } else {
      text += '?';
      bindings.push(part);
    }
    text += texts[place + 1] ?? '';
  }
  return { sql: text, bindings };
}

/** SQL that was written elsewhere, with nothing bound in it. */
export const plain = (text: string): Sql => ({ sql: text, bindings: [] });

/** `(?, ?, ?)`. Of no values `(null)`, in which nothing is: no engine but SQLite knows an empty list. */
export const listOf = (values: readonly DatabaseValue[]): Sql =>
  values.length === 0 ? plain('(null)') : { sql: `(${values.map(() => '?').join(', ')})`, bindings: values };

/** These one after another. */
export const joined = (parts: readonly Sql[], separator: string): Sql => ({
  sql: parts.map((part) => part.sql).join(separator),
  bindings: parts.flatMap((part) => part.bindings),
});
