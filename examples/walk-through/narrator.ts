import { styleText } from 'node:util';

/** Tells a person what happens, step by step. */
export interface Narrator {
  step(title: string): void;
  line(text: string): void;
  /** Rows of cells, in columns. */
  table(rows: readonly (readonly string[])[]): void;
  /** One line that is written over while it changes; on its own lines where there is no terminal. */
  progress(text: string): void;
}

export function createNarrator(out: NodeJS.WriteStream): Narrator {
  let steps = 0;
  let shown = '';
  const bold = (text: string) => (out.isTTY ? styleText('bold', text) : text);
  const write = (text: string) => {
    if (shown !== '' && out.isTTY) out.write('\n');
    shown = '';
    out.write(`${text}\n`);
  };
  return {
    step(title) {
      steps += 1;
      write(`\n${bold(`${steps}. ${title}`)}`);
    },
    line: (text) => write(`   ${text}`),
    table(rows) {
      const widths = (rows[0] ?? []).map((_, column) =>
        Math.max(...rows.map((row) => row[column]?.length ?? 0)),
      );
      for (const row of rows)
        write(
          `   ${row
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join('  ')
            .trimEnd()}`,
        );
    },
    progress(text) {
      if (text === shown) return;
      // From the start of the line, over what stood there to its end.
      out.write(out.isTTY ? `\r   ${text}\x1b[K` : `   ${text}\n`);
      shown = text;
    },
  };
}
