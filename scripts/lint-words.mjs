// npm run lint:words: refuses names and phrases that were given up for the field's own words. See `--help`.
// Node's own modules only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, root } from './run.mjs';
import { exceptions, identifiers, phrases } from './words.mjs';

const help = `npm run lint:words [-- folder]

Looks for the names and phrases that the project has given up for standard ones: in sources, tests and examples,
and in documents. A name is found inside longer names and in file names, a phrase across the end of a line.
Prints file:line: word -> what to write instead; the last line is the count. Fails when there is any.
Which words, and where one may stand: the lists of scripts/words.mjs.`;

function compileIdentifier(entry) {
  if (entry.pattern !== undefined) return entry;
  const parts = entry.word.split(/(?=[A-Z])/);
  const [first = '', ...others] = parts;
  const rest = others.map((part) => (entry.between ? `[A-Za-z0-9]*${part}` : part)).join('');
  const capital = first[0].toUpperCase() + first.slice(1);
  // `fooBar` begins a name, `FooBar` may stand inside one; `foo-bar` is the name of a file.
  const camel = `(?<![A-Za-z0-9])${first}${rest}|${capital}${rest}`;
  const kebab = `(?<![a-z0-9])${parts.join(entry.between ? '-(?:[a-z0-9]+-)*' : '-').toLowerCase()}`;
  return { ...entry, pattern: new RegExp(`${camel}|${kebab}`, 'g') };
}

/** Between two words: blanks, one end of a line with what begins the next one's comment, or `' + '`. */
const gap =
  '(?:[ \\t]+|\\r?\\n[ \\t]*(?:(?://|\\*|#|>)[ \\t]*)?(?![ \\t]*\\r?\\n)|[\'"`][ \\t]*\\+\\s*[\'"`])+';

function compilePhrase(entry) {
  const text = entry.word.replaceAll(' ', gap).replaceAll('-', `-(?:${gap})?`);
  return { ...entry, pattern: new RegExp(`\\b${text}\\b`, 'gi') };
}

const leftOut = new Set(['node_modules', 'dist', 'coverage', 'reference', '.git', '.turbo', '.data']);
const isText = /\.(?:[cm]?[jt]s|md|html|css|ya?ml|sql|example)$|(?:^|\/)Dockerfile$/;

function listFiles(folder, path = '') {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .filter(({ name }) => !leftOut.has(name))
    .flatMap((entry) => {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(folder, inner);
      return entry.isFile() && isText.test(inner) ? [inner] : [];
    })
    .sort();
}

function findWords(folder, path, words) {
  const allowed = exceptions.filter((exception) => exception.path.test(path));
  if (allowed.some((exception) => exception.words === undefined)) return [];
  const text = readFileSync(join(folder, path), 'utf8');
  const asked = words.filter(
    ({ word, within }) =>
      (within === undefined || within.test(path)) &&
      !allowed.some((exception) => exception.words.includes(word)),
  );
  const found = asked.flatMap(({ word, use, pattern }) => [
    // A name of a file that is no source's may be what a person reads: a guide's, say.
    ...(path.search(pattern) === -1 ? [] : [{ path, line: 1, word, use }]),
    ...[...text.matchAll(pattern)].map(({ index }) => ({ path, line: lineAt(text, index), word, use })),
  ]);
  return found.sort((one, other) => one.line - other.line);
}

function lineAt(text, index) {
  return text.slice(0, index).split('\n').length;
}

await main(async () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [folder = root] = positionals;
  const words = [...identifiers.map(compileIdentifier), ...phrases.map(compilePhrase)];
  const found = listFiles(folder).flatMap((path) => findWords(folder, path, words));
  for (const { path, line, word, use } of found) console.log(`${path}:${line}: ${word} -> ${use}`);
  console.log(`${found.length} ${found.length === 1 ? 'word' : 'words'} given up`);
  return found.length === 0 ? 0 : 1;
});
