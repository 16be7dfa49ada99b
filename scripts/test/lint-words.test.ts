import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { exceptions, identifiers, phrases } from '../words.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'words '));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Entry {
  readonly word: string;
  readonly use: string;
}

/** What the check says of a tree of these files. */
function lint(name: string, files: Readonly<Record<string, string>>) {
  const tree = join(scratch, name);
  mkdirSync(tree);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const args = [join(root, 'scripts/lint-words.mjs'), tree];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, found: lines.slice(0, -1), last: lines.at(-1) };
}

/** A file that breaks each entry, once on its second line. */
const broken: readonly (readonly [word: string, path: string, line: string])[] = [
  ['PropertyWish', 'packages/a/src/a.ts', 'export type PropertyWishes = 1;'],
  ['want(', 'packages/a/test/b.test.ts', "await tx.properties.want({ propertyId: '1' });"],
  ['reach(', 'packages/a/src/c.ts', '  async reach(id, seq) {'],
  ['settle(', 'examples/d.ts', "await store.webhooks.settle('1', end);"],
  ['settle(', 'packages/a/src/e.ts', '  settle(id: string): Promise<void>;'],
  ['settleViewing', 'packages/a/src/f.ts', 'export function trySettleViewing() {}'],
  ['settleWebhook', 'packages/a/src/g.ts', "import { settle } from './settle-webhooks.js';"],
  ['settleByHand', 'packages/a/src/h.ts', 'settleByHand();'],
  ['settledByHand', 'scripts/guards/a.mjs', "const tests = ['booking/settled-by-hand.test.ts'];"],
  ['unsettled', 'packages/a/src/dd.ts', 'await store.properties.unsettled(before);'],
  ['lineUp', 'packages/a/src/i.ts', 'const lineUpLimit = 500;'],
  ['tellOf', 'packages/a/src/j.ts', 'tellOfProperty();'],
  ['convergeProperty', 'packages/a/src/k.ts', 'convergeOneProperty();'],
  ['convergeClient', 'packages/a/src/l.ts', 'enqueueConvergeClient();'],
  ['reconcileViewing', 'packages/a/src/m.ts', 'reconcileViewing();'],
  ['handOver', 'packages/a/src/n.ts', 'prepareHandOver();'],
  ['problemAnswer', 'packages/a/src/o.ts', 'appProblemAnswer.parse(1);'],
  ['answers.ts', 'packages/a/src/p.ts', "export * from './http/answers.js';"],
  ['getPropertyUnits', 'docs/q.md', '`client.getPropertyUnits({ propertyIds })`'],
  ['traceId', 'examples/page/r.js', 'const { traceId } = task;'],
  ['callId', 'scripts/s.mjs', 'log({ callId: 1 });'],
  ['told of', 'docs/t.md', 'Your handler is Told of it.'],
  ['tell of', 'docs/cc.md', 'The change that they tell of.'],
  ['tells of', 'packages/a/src/u.ts', '/** Tells of bookings. */'],
  ['line up', 'packages/a/src/v.ts', '// tasks that line up'],
  ['step into line', 'README.md', 'Tasks step into line.'],
  ['the last word', 'packages/a/README.md', 'It has the last word.'],
  ['carried on', 'packages/a/test/w.test.ts', "it('is carried on after a crash', () => {});"],
  ['carry on', 'packages/a/test/z.test.ts', '// The workers carry on.'],
  ['brought to its end', 'packages/a/src/x.ts', "log.info('the webhook was brought to its end');"],
  ['wished-for', 'ARCHITECTURE.md', 'the wished-for state'],
  ['wish', 'packages/a/test/aa.test.ts', 'const wish = sampleEvent();'],
  ['wishes', 'packages/a/src/bb.ts', '/** What the event wishes for. */'],
  ['hand over', 'examples/page/index.html', '<p>Hand over the lead.</p>'],
  ['settled by a person', 'docs/y.md', '## Settled by a person'],
  ['fetched anew', 'examples/server/.env.example', '# Are they fetched anew?'],
];

describe('npm run lint:words', () => {
  it('refuses each word of the list, and says what to write instead', () => {
    const entries: readonly Entry[] = [...identifiers, ...phrases];
    expect(broken.map(([word]) => word)).toEqual(entries.map(({ word }) => word));
    const { status, found, last } = lint(
      'broken',
      Object.fromEntries(broken.map(([, path, line]) => [path, `\n${line}\n`])),
    );
    const expected = broken.map(([word, path], at) => `${path}:2: ${word} -> ${entries[at]?.use}`);
    expect([...found].sort()).toEqual(expected.sort());
    expect([status, last]).toEqual([1, `${broken.length} words given up`]);
  });

  it('finds a phrase across the end of a line, of a comment and of a text, and a name in the name of a file', () => {
    const { found } = lint('across', {
      'a.md':
        'A handler is told\nof it.\n\n> It was carried\n> on.\n\nNobody told\n\nof another paragraph.\n',
      'b.ts':
        "/**\n * The row is told\n * of it.\n */\n// told\n//   of\nthrow new Error('told ' +\n  'of');\n",
      'c.ts': '/**\n * Nobody told\n *\n * of another paragraph. The wished-\n * for state.\n */\n',
      'packages/a/src/hand-over.ts': '',
    });
    expect(found.map((line) => line.replace(/ ->.*/, ''))).toEqual([
      'a.md:1: told of',
      'a.md:4: carried on',
      'b.ts:2: told of',
      'b.ts:5: told of',
      'b.ts:7: told of',
      'c.ts:4: wished-for',
      'packages/a/src/hand-over.ts:1: handOver',
    ]);
  });

  it('lets stand what an exception names, for its reason, and what is stored or promised under its name', () => {
    const allowed = {
      'packages/a/CHANGELOG.md': 'Handlers are told of it.\n',
      '.changeset/a.md': 'Handlers are told of it.\n',
      'packages/entrata-store/src/knex/migrations/0001-create-tables/sqlite.ts':
        "const traceId = 'trace_id';\n",
      'packages/entrata-store/test/fixtures/a.sql': '-- the last word\n',
      'scripts/words.mjs': "export const words = ['told of'];\n",
      'scripts/test/lint-words.test.ts': "'told of';\n",
      'packages/entrata-sdk/src/testing/units.ts': "export const method = 'getPropertyUnits';\n",
      'packages/http-adapter/test/instruments/recording-tracer.ts': 'const traceId = 1;\n',
      'packages/entrata-sdk/src/http/fetch-token.ts': 'settle();\n',
    };
    for (const { path, reason } of exceptions as readonly {
      readonly path: RegExp;
      readonly reason: string;
    }[]) {
      expect(reason).not.toBe('');
      expect(Object.keys(allowed).filter((name) => path.test(name))).not.toEqual([]);
    }
    const kept = {
      'packages/a/src/a.ts':
        "const kinds = ['converge', 'converge.client'];\nconst column = { requestId: 'trace_id' };\nPromise.allSettled([]);\n",
      'packages/a/src/b.ts':
        "call('getMitsPropertyUnits');\npost('/api/operator/settle');\nconst note = 'settled_by_hand';\n",
      'packages/a/test/c.test.ts': 'await settle(call);\nunread.answers.tsv;\n',
      'docs/d.md': '`npm run soak:bookings` records what was told; of it nothing is lost. Go on.\n',
      'node_modules/a/a.ts': "'told of';\n",
    };
    expect(lint('allowed', { ...allowed, ...kept })).toEqual({
      status: 0,
      found: [],
      last: '0 words given up',
    });
  });
});
