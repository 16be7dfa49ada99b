import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { variableNames } from '../server/config.js';
import { root } from './docs/read-blocks.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const dockerfile = read('examples/server/Dockerfile');
const composePath = join(root, 'examples/server/compose.yaml');

function complaintsAboutCompose(path: string): string[] {
  const linter = new DCLinter({
    // The order of keys is taste; everything else holds.
    rules: {
      'service-keys-order': 0,
      'require-project-name-field': 0,
      'require-quotes-in-ports': [2, { quoteType: 'double' }],
    },
    quiet: true,
    debug: false,
    exclude: [],
  });
  const results: { messages: { message: string }[] }[] = linter.lintFiles([path], false);
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

describe('the Dockerfile', () => {
  it('has nothing that a linter complains of, which complains of mistakes', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
    expect(validate(`${dockerfile}EXPOSE web\n`).map(({ message }) => message)).toEqual([
      'Invalid containerPort: web',
    ]);
  });

  it('copies what git holds and what .dockerignore lets in', () => {
    const tracked = spawnSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).stdout.split('\n');
    const ignored = read('examples/server/Dockerfile.dockerignore').split('\n');
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
    const sources = copies.flatMap(([, paths = '']) => paths.split(' '));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect(tracked.some((path) => path === source || path.startsWith(`${source}/`))).toBe(true);
      expect(ignored).toContain(`!${source.split('/')[0]}`);
    }
  });
});

describe('compose.yaml', () => {
  it('has nothing that a linter complains of, which complains of mistakes', () => {
    expect(complaintsAboutCompose(composePath)).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'entrata-compose-'));
    const wrong = join(folder, 'compose.yaml');
    writeFileSync(wrong, readFileSync(composePath, 'utf8').replace('ports:', 'prots:'));
    expect(complaintsAboutCompose(wrong).join()).toContain('/services/server');
    rmSync(folder, { recursive: true });
  });

  it('sets no variable that the server does not read', () => {
    const [, server = ''] = readFileSync(composePath, 'utf8').split(/^ {2}server:$/m);
    const names = [...server.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name);
    expect(names).toContain('DATABASE_URL');
    expect(variableNames).toEqual(expect.arrayContaining(names));
  });
});
