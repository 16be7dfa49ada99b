import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as store from 'entrata-store';
import * as knexStore from 'entrata-store/knex';
import * as testing from 'entrata-store/testing';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, '../../node_modules');
const entry = join(root, 'src/index.ts');

const imports = `import { ${Object.keys(store).join(', ')} } from 'entrata-store';
import { ${Object.keys(knexStore).join(', ')} } from 'entrata-store/knex';
import { ${Object.keys(testing).join(', ')} } from 'entrata-store/testing';`;

// Names that stand for what the reader of an example has.
const ambient = `import type * as s from 'entrata-store';
import type { TableOptions } from 'entrata-store/knex';
import type { ContractSubject, TaskQueueSubject } from 'entrata-store/testing';
import type { Knex } from 'knex';
declare global {
  const store: s.Store;
  const worker: s.TaskWorker;
  const cipher: s.Cipher;
  const token: s.Secret;
  const knex: Knex;
  const tables: TableOptions;
  const subject: ContractSubject & TaskQueueSubject;
  const client: s.ClientRecord;
  const property: s.PropertyRecord;
  const event: s.PropertyEvent;
  const viewing: s.ViewingRecord;
  const listing: readonly s.HouseListing[];
  const slot: { readonly rawDate: string; readonly rawTime: string };
  const error: unknown;
  const keys: Readonly<Record<string, string>>;
  const id: string, clientId: string, userId: string, houseId: string, operatorId: string, logId: string;
  const digest: string, before: string, text: string, keyFromYourSecretManager: string;
  const fence: number, version: number, offsetMs: number;
  const sendLead: (viewingId: string, signal: AbortSignal) => Promise<void>;
  const test: (name: string, run: () => Promise<void>) => void;
}`;

/** The examples in the comments of the sources, which editors show. */
const examples = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => {
    const source = readFileSync(join(root, 'src', name), 'utf8');
    return [...source.matchAll(/^ *\* @example\n((?: *\* (?!@).*\n)+)/gm)].map(([, lines = ''], index) => ({
      name: `${name} ${index + 1}`,
      code: `${imports}\nexport async function example() {\n${lines.replace(/^ *\* /gm, '')}}`,
    }));
  });

const folder = mkdtempSync(join(tmpdir(), 'entrata store docs '));
let program: ts.Program;
beforeAll(() => {
  symlinkSync(modules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const files = [{ name: 'ambient', code: `${ambient}\nexport {};` }, ...examples].map(({ name, code }) => {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.ts`);
    writeFileSync(file, code);
    return file;
  });
  const { config } = ts.readConfigFile(join(root, '../../tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  program = ts.createProgram([entry, ...files], {
    ...options,
    typeRoots: [join(modules, '@types')],
    paths: {
      'entrata-store': [entry],
      'entrata-store/knex': [join(root, 'src/knex/index.ts')],
      'entrata-store/testing': [join(root, 'src/testing/index.ts')],
    },
  });
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true }));

it('has examples that compile', { timeout: 240_000 }, () => {
  expect(examples.length).toBeGreaterThan(60);
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  expect(problems).toEqual([]);
});

it('says something about every public name, and shows every method of a store', { timeout: 240_000 }, () => {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error('the entry is no module');
  const names = checker
    .getExportsOfModule(module)
    .map((name) => (name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name));
  const bare = names.filter((name) => name.getDocumentationComment(checker).length === 0);
  expect(bare.map(({ name }) => name)).toEqual([]);
  const methods = names
    .filter(({ name }) => /(Repository|Queue|Worker|^Store)$/.test(name))
    .flatMap((name) => checker.getDeclaredTypeOfSymbol(name).getProperties())
    .filter(({ flags }) => flags & ts.SymbolFlags.Method);
  const unshown = methods.filter((method) => !method.getJsDocTags().some((tag) => tag.name === 'example'));
  expect(unshown.map(({ name }) => name)).toEqual([]);
  expect(methods.length).toBeGreaterThan(60);
});
