// npm run map: draws how each package's sources are arranged. See `--help`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { arrange, draw, headline, readHouses } from './rooms.mjs';
import { main, root, SetupError } from './run.mjs';

/** What is drawn, and the most that it may hold. An arrow up is refused in each of them. */
const houses = [
  { name: 'entrata-sdk', folder: 'packages/entrata-sdk/src' },
  { name: 'entrata-store', folder: 'packages/entrata-store/src' },
  {
    name: 'entrata-http-adapter',
    folder: 'packages/http-adapter/src',
    most: { rooms: 15, floors: 7, topFiles: 5 },
  },
  { name: 'examples', folder: 'examples' },
];
const without = ['test/', 'node_modules/'];

/** The place of the drawings in ARCHITECTURE.md. */
const marked = /(<!-- map -->\n)([\s\S]*?)(<!-- \/map -->)/;

const help = `npm run map [-- options]

Draws the sources of each package and the examples. A room is a folder or a file at the top of the sources; an
arrow leads to a room that is imported, types and dynamic imports included; a room stands one floor above the
highest that it imports, so the number of floors is the length of the longest chain of imports.

  --write        put the drawings into ARCHITECTURE.md, between <!-- map --> and <!-- /map -->
  --check        fail when an arrow points up (rooms in a circle), when there are more rooms, floors or files at
                 the top than the table in scripts/map.mjs allows, or when ARCHITECTURE.md shows another map
  --root folder  look at another tree
  --help         print this`;

await main(async () => {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean' },
      check: { type: 'boolean' },
      root: { type: 'string', default: root },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const read = await readHouses(
    values.root,
    houses.map(({ folder }) => folder),
    without,
  );
  const arranged = houses.map((house, index) => ({ ...house, ...arrange(read[index]) }));
  const drawings = arranged.map((house) => draw(house.name, house));
  const document = join(values.root, 'ARCHITECTURE.md');
  if (values.write) writeMap(document, drawings);
  if (!values.check) {
    console.log(drawings.join('\n\n\n'));
    return 0;
  }
  const mistakes = [...arranged.flatMap(findMistakes), ...compareMap(document, drawings)];
  for (const house of arranged) console.log(headline(house.name, house));
  if (mistakes.length > 0) console.error(`\n${mistakes.join('\n')}`);
  return mistakes.length > 0 ? 1 : 0;
});

function findMistakes({ name, rooms, floors, up, most = {} }) {
  const found = { rooms: rooms.length, floors, topFiles: rooms.filter((room) => isFile(room.name)).length };
  const words = { rooms: 'rooms', floors: 'floors', topFiles: 'files at the top' };
  return [
    ...up.map(
      ({ from, to, files }) => `${name}: an arrow points up, ${from} -> ${to} in ${files.join(', ')}`,
    ),
    ...Object.entries(most)
      .filter(([what, limit]) => found[what] > limit)
      .map(([what, limit]) => `${name}: ${found[what]} ${words[what]}, at most ${limit} are allowed`),
  ];
}

function isFile(room) {
  return !room.endsWith('/');
}

function readMap(document) {
  const text = readFileSync(document, 'utf8');
  const [, , drawn] = marked.exec(text) ?? [];
  if (drawn === undefined) {
    throw new SetupError(
      'ARCHITECTURE.md has no place for the map: a line <!-- map -->, then <!-- /map -->.',
    );
  }
  return { text, drawn };
}

function writeMap(document, drawings) {
  const { text } = readMap(document);
  const blocks = drawings.map((drawing) => `\n\`\`\`text\n${drawing}\n\`\`\`\n`).join('');
  writeFileSync(
    document,
    text.replace(marked, (_, start, __, end) => `${start}${blocks}\n${end}`),
  );
}

function compareMap(document, drawings) {
  const { drawn } = readMap(document);
  const blocks = [...drawn.matchAll(/```text\n([\s\S]*?)\n```/g)].map(([, block]) => block);
  const isSame = drawings.length === blocks.length && drawings.every((one, at) => looksLike(one, blocks[at]));
  return isSame ? [] : ['ARCHITECTURE.md shows another map: run `npm run map -- --write`'];
}

/**
 * Rooms, floors and arrows are the same, and no size is off by more than a quarter: a change of a few lines
 * need not touch the document.
 */
function looksLike(drawing, block) {
  const size = /(\d+) (file|line)s?/g;
  const shape = (text) => text.replaceAll(size, '$2').replaceAll(/\s+/g, ' ');
  const sizes = (text) => [...text.matchAll(size)].map(([, number]) => Number(number));
  const old = sizes(block);
  const isNear = (number, at) => Math.abs(number - old[at]) <= Math.max(number / 4, 20);
  return shape(drawing) === shape(block) && sizes(drawing).every(isNear);
}
