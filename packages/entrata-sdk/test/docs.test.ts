import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sdk from 'entrata-sdk';
import * as testing from 'entrata-sdk/testing';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];

interface Block {
  readonly name: string;
  readonly isRun: boolean;
  readonly code: string;
}

const blocks = pages.flatMap((page): Block[] => {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts( run)?\n([\s\S]*?)^```$/gm)].map((match, index) => ({
    name: `${page} #${index + 1}`,
    isRun: match[1] !== undefined,
    code: match[2] ?? '',
  }));
});

// Names that a page's running text has introduced before a block uses them.
const ambient = `import type { Entrata, EntrataClient, TourSlot } from 'entrata-sdk';
declare global {
  const entrata: Entrata;
  const client: EntrataClient;
  const slots: readonly TourSlot[];
  const slot: TourSlot;
  const person: { firstName: string; lastName: string; email: string };
}`;

describe('the code in README and guides', () => {
  it('compiles', { timeout: 240_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'entrata docs '));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    symlinkSync(join(root, '../../node_modules'), join(folder, 'node_modules'));
    const files = [
      ['ambient', ambient],
      ...blocks.map(({ name, code }) => [name.replace(/\W+/g, '-'), code]),
    ].map(([name, code]) => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, `${code}\nexport {};\n`);
      return file;
    });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const { config } = ts.readConfigFile(join(root, '../../tsconfig.base.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
    const program = ts.createProgram(files, {
      ...options,
      typeRoots: [join(root, '../../node_modules/@types')],
      paths: {
        'entrata-sdk': [join(root, 'src/index.ts')],
        'entrata-sdk/testing': [join(root, 'src/testing/index.ts')],
      },
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        (problem) =>
          `${problem.file?.fileName}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`,
      );
    expect(problems).toEqual([]);
    expect(blocks.length).toBeGreaterThan(10);
  });

  it.each(blocks.filter(({ isRun }) => isRun))('$name runs', async ({ code }) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    const require = createRequire(import.meta.url);
    const ours: Record<string, unknown> = { 'entrata-sdk': sdk, 'entrata-sdk/testing': testing };
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    const lines: string[] = [];
    const quiet = { ...console, log: (...words: unknown[]) => lines.push(words.join(' ')) };
    await new AsyncFunction('require', 'exports', 'console', outputText)(
      (name: string) => ours[name] ?? require(name),
      {},
      quiet,
    );
    if (code.includes('sandbox.ledger.appointments'))
      expect(lines.at(-1)).toMatch(/slot returned as offered: true$/);
  });
});
