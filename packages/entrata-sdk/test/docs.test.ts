import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as sdk from 'entrata-sdk';
import * as probing from 'entrata-sdk/probe';
import * as testing from 'entrata-sdk/testing';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = join(root, 'src/index.ts');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];

interface Block {
  readonly name: string;
  readonly isRun: boolean;
  readonly code: string;
}

const imports = `import { ${Object.keys(sdk).join(', ')} } from 'entrata-sdk';
import { ${Object.keys(testing).join(', ')} } from 'entrata-sdk/testing';`;

/** The examples in the comments of the sources, which editors show. */
const examples = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name): Block[] => {
    const text = readFileSync(join(root, 'src', name), 'utf8');
    return [...text.matchAll(/^ *\* ```ts\n([\s\S]*?)^ *\* ```$/gm)].map((match, index) => ({
      name: `src/${name} #${index + 1}`,
      isRun: false,
      code: `${imports}\n${(match[1] ?? '').replace(/^ *\* ?/gm, '')}`,
    }));
  });

const blocks = pages.flatMap((page): Block[] => {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```ts( run)?\n([\s\S]*?)^```$/gm)].map((match, index) => ({
    name: `${page} #${index + 1}`,
    isRun: match[1] !== undefined,
    code: match[2] ?? '',
  }));
});

// Names that a page's running text has introduced before a block uses them.
const ambient = `import type { Entrata, EntrataClient, LeadInput, TourSlot } from 'entrata-sdk';
import type { FakeEntrata } from 'entrata-sdk/testing';
declare global {
  const entrata: Entrata;
  const client: EntrataClient;
  const lead: LeadInput;
  const sandbox: FakeEntrata;
  const slots: readonly TourSlot[];
  const slot: TourSlot;
  const person: { firstName: string; lastName: string; email: string };
}`;

/** README, guides, examples and the public entry as one program, since making one takes seconds. */
function compile(folder: string): ts.Program {
  symlinkSync(join(root, '../../node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const files = [{ name: 'ambient', code: ambient }, ...blocks, ...examples].map(({ name, code }) => {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.ts`);
    writeFileSync(file, `${code}\nexport {};\n`);
    return file;
  });
  const { config } = ts.readConfigFile(join(root, '../../tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  return ts.createProgram([entry, ...files], {
    ...options,
    typeRoots: [join(root, '../../node_modules/@types')],
    paths: {
      'entrata-sdk': [entry],
      'entrata-sdk/probe': [join(root, 'src/probe/index.ts')],
      'entrata-sdk/testing': [join(root, 'src/testing/index.ts')],
    },
  });
}

describe('what is written for users', () => {
  const folder = mkdtempSync(join(tmpdir(), 'entrata docs '));
  let program: ts.Program;
  beforeAll(() => {
    program = compile(folder);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has code that compiles', { timeout: 240_000 }, () => {
    expect(examples.length).toBeGreaterThan(20);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        (problem) =>
          `${problem.file?.fileName}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`,
      );
    expect(problems).toEqual([]);
    expect(blocks.length).toBeGreaterThan(10);
  });

  it('says something about every public name', { timeout: 240_000 }, () => {
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error('the entry is no module');
    const names = checker.getExportsOfModule(module);
    const bare = names.filter((name) => {
      const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
      return symbol.getDocumentationComment(checker).length === 0;
    });
    expect(bare.map((name) => name.name)).toEqual([]);
    expect(names.length).toBeGreaterThan(50);
  });

  it('has every option and every error code in the README', { timeout: 240_000 }, () => {
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error('the entry is no module');
    const types = new Map(
      checker.getExportsOfModule(module).map((name) => {
        const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
        return [name.name, checker.getDeclaredTypeOfSymbol(symbol)];
      }),
    );
    const optionTypes = ['Entrata', 'Oauth', 'Retry', 'Quota', 'Call', 'UndiciHttp'].map(
      (name) => `${name}Options`,
    );
    const options = [...optionTypes, 'WireProfile', 'WireHosts', 'WirePaths'].flatMap((name) => {
      const names =
        types
          .get(name)
          ?.getProperties()
          .map((property) => property.name) ?? [];
      expect([name, names.length > 0]).toEqual([name, true]);
      return names;
    });
    const codes = types.get('EntrataErrorCode');
    const literals = codes?.isUnion() ? codes.types.filter((type) => type.isStringLiteral()) : [];
    expect(literals.length).toBeGreaterThan(10);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const inCode = new Set([...readme.matchAll(/`[^`\n]+`/g)].flatMap(([code]) => code.match(/\w+/g) ?? []));
    const missing = [...options, ...literals.map(({ value }) => value)].filter((name) => !inCode.has(name));
    expect(missing).toEqual([]);
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
    const ours: Record<string, unknown> = {
      'entrata-sdk': sdk,
      'entrata-sdk/probe': probing,
      'entrata-sdk/testing': testing,
    };
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
