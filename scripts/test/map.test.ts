import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'map '));
afterAll(() => rmSync(scratch, { recursive: true }));

const one = 'export const one = 1;\nexport type One = 1;\n';

/** A tree with a house for each package. */
function build(name: string, adapter: Readonly<Record<string, string>>) {
  const tree = join(scratch, name);
  const write = (path: string, source: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), source);
  };
  write('package.json', '{}');
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
  write('ARCHITECTURE.md', '# Before\n\n<!-- map -->\n<!-- /map -->\n\nAfter `$1`\n');
  for (const folder of ['packages/entrata-sdk/src', 'packages/entrata-store/src', 'examples'])
    write(`${folder}/index.ts`, one);
  write('examples/test/one.test.ts', "import { one } from '../index.js';\n");
  for (const [path, source] of Object.entries(adapter)) write(`packages/http-adapter/src/${path}`, source);
  return {
    write,
    read: (path: string) => readFileSync(join(tree, path), 'utf8'),
    map(...args: string[]) {
      const command = [join(root, 'scripts/map.mjs'), '--root', tree, ...args];
      const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
      return { status, stdout, mistakes: stderr.trim().split('\n').filter(Boolean) };
    },
  };
}

describe('npm run map', () => {
  const house = {
    'index.ts': "export { one } from './top/one.js';\n",
    'top/one.ts': "import type { One } from '../middle/one.js';\nexport const one: One = 1;\n",
    'top/inside.ts': "export { one } from './one.js';\n",
    'middle/one.ts': "export const load = () => import('../ground/deep/one.js');\nexport type One = 1;\n",
    'ground/deep/one.ts': one,
  };

  it('puts each room above what it imports, types and dynamic imports included', () => {
    const { map } = build('drawn', house);
    const { status, stdout } = map();
    expect(status).toBe(0);
    expect(stdout).toContain(`entrata-http-adapter: 4 rooms on 4 floors, no arrow up

 4  index.ts               1 lines  -> top/

 3  top/       2 files     3 lines  -> middle/

 2  middle/    1 file      2 lines  -> ground/

 1  ground/    1 file      2 lines


examples: 1 room on 1 floor, no arrow up

 1  index.ts               2 lines
`);
  });

  it('keeps the drawing of ARCHITECTURE.md true in its rooms and arrows, and about true in its sizes', () => {
    const { map, read, write } = build('kept', house);
    expect(map('--write', '--check')).toMatchObject({ status: 0, mistakes: [] });
    expect(read('ARCHITECTURE.md')).toMatch(
      /^# Before\n\n<!-- map -->\n\n```text\nentrata-sdk: [\s\S]*```\n\n<!-- \/map -->\n\nAfter `\$1`\n$/,
    );
    write('packages/http-adapter/src/middle/one.ts', `${house['middle/one.ts']}// And so on.\n`);
    expect(map('--check')).toMatchObject({ status: 0, mistakes: [] });
    write('packages/http-adapter/src/top/more.ts', "export { one } from '../ground/deep/one.js';\n");
    expect(map('--check')).toMatchObject({
      status: 1,
      mistakes: ['ARCHITECTURE.md shows another map: run `npm run map -- --write`'],
    });
  });

  it('refuses rooms in a circle, naming the file that closes it, and an adapter that is too big', () => {
    const chain = Array.from({ length: 8 }, (_, at) => [
      `f${at}/one.ts`,
      at === 0 ? one : `export { one } from '../f${at - 1}/one.js';\n`,
    ]);
    const top = Array.from({ length: 6 }, (_, at) => [`top-${at}.ts`, one]);
    const circle = {
      'a/one.ts': "export type { One } from '../b/one.js';\n",
      'a/two.ts': "export { one } from '../b/one.js';\n",
      'b/one.ts': one,
      'b/two.ts': "export { one } from '../a/two.js';\n",
    };
    const { map } = build('big', { ...Object.fromEntries([...chain, ...top]), ...circle });
    expect(map('--write', '--check')).toMatchObject({
      status: 1,
      mistakes: [
        'entrata-http-adapter: an arrow points up, b/ -> a/ in b/two.ts',
        'entrata-http-adapter: 16 rooms, at most 15 are allowed',
        'entrata-http-adapter: 8 floors, at most 7 are allowed',
        'entrata-http-adapter: 6 files at the top, at most 5 are allowed',
      ],
    });
  });
});
