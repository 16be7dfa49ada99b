/** Text from elsewhere, with what could steer a terminal written out, e.g. `\u001b`. */
export function printable(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Rows in columns under a line of headings; a column without any text is left out. */
export function renderTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const kept = headings.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''));
  const lines = [headings, ...rows].map((row) => row.filter((_, column) => kept[column]).map(printable));
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((row) => row[column]?.length ?? 0)),
  );
  const write = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [first = [], ...others] = lines;
  return [write(first), widths.map((width) => '-'.repeat(width)).join('  '), ...others.map(write)].join('\n');
}
