import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type CodeModule, root } from './read-blocks.js';

/** The packages' sources, so that a document is checked against what is there now. */
const paths = {
  'entrata-sdk': ['packages/entrata-sdk/src/index.ts'],
  'entrata-sdk/testing': ['packages/entrata-sdk/src/testing/index.ts'],
  'entrata-store': ['packages/entrata-store/src/index.ts'],
  'entrata-store/knex': ['packages/entrata-store/src/knex/index.ts'],
  'entrata-store/testing': ['packages/entrata-store/src/testing/index.ts'],
  'entrata-http-adapter': ['packages/http-adapter/src/index.ts'],
  'entrata-http-adapter/node': ['packages/http-adapter/src/node/index.ts'],
  'entrata-http-adapter/fetch': ['packages/http-adapter/src/fetch/index.ts'],
  'entrata-http-adapter/metrics': ['packages/http-adapter/src/instruments/metrics.ts'],
  'entrata-http-adapter/tracing': ['packages/http-adapter/src/instruments/tracing.ts'],
};

/** Compiles modules in memory, as if they stood in `examples/`; gives the compiler's complaints about them. */
export function typeCheck(modules: readonly CodeModule[]): string[] {
  const files = new Map(
    modules.map((each) => {
      const folder = join(root, 'examples/in-docs', each.document.replaceAll(/\W+/g, '-'));
      return [join(folder, each.name), each];
    }),
  );
  const base = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, root);
  const host = ts.createCompilerHost({ ...options, paths, baseUrl: root });
  const { fileExists, readFile, directoryExists } = host;
  const folders = new Set([...files.keys()].map((file) => dirname(file)));
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.code ?? readFile(file);
  host.directoryExists = (folder) => folders.has(folder) || (directoryExists?.(folder) ?? false);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version) => {
    const module = files.get(file);
    if (module === undefined) return getSourceFile(file, version);
    // Even a document's CommonJS-looking block is a module: the examples' package.json says so.
    return ts.createSourceFile(file, module.code, version);
  };
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, paths, baseUrl: root, noEmit: true },
    host,
  );
  return [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start }) => {
      const line = source && start !== undefined ? source.getLineAndCharacterOfPosition(start).line + 1 : 0;
      const { document = '', name = '' } = files.get(file) ?? {};
      return `${document} ${name}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
