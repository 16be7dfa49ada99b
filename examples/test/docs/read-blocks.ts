import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A piece of code that a document shows as one file. */
export interface CodeModule {
  /** The document, from the root. */
  readonly document: string;
  /** From a first line such as `// tables.ts`, else made up. */
  readonly name: string;
  readonly code: string;
}

/** Every Markdown file of the repository that git knows or would add. */
export function listDocuments(): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(stdout.split('\n').filter((line) => line !== ''))];
}

/**
 * The ```ts blocks of a document as modules: one that begins with an import (or a file name) is a module of its own,
 * any other goes on where the block before it ended.
 */
export function readModules(document: string): CodeModule[] {
  const text = readFileSync(join(root, document), 'utf8');
  const modules: { document: string; name: string; code: string }[] = [];
  for (const [, indent = '', block = ''] of text.matchAll(/^( *)```ts\n([\s\S]*?)^ *```$/gm)) {
    const code = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const [, named] = /^\/\/ (\S+\.ts)$/m.exec(code.split('\n', 1)[0] ?? '') ?? [];
    const last = modules.at(-1);
    if (last !== undefined && named === undefined && !code.startsWith('import ')) last.code += `\n${code}`;
    else modules.push({ document, name: named ?? `block-${modules.length + 1}.ts`, code });
  }
  return modules;
}
