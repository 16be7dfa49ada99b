// How a folder of sources is arranged: its rooms (folders and files at its top), the imports between them, and
// the floors on which the rooms stand when every import points down.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';

const isSource = (path) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);

/**
 * The rooms of each of the `folders`, with their files and lines, and the imports that leave a room for another of
 * the same folder. Types count, for they tie two rooms together as well, and so do dynamic imports. Rooms named in
 * `without` are no part of any house.
 */
export async function readHouses(base, folders, without = []) {
  const found = folders.map((folder) => ({ folder, rooms: findRooms(base, folder, without) }));
  const entries = found.flatMap(({ folder, rooms }) => rooms.map(({ name }) => `${folder}/${name}`));
  const { output } = await cruise(entries, {
    baseDir: resolve(base),
    tsPreCompilationDeps: true,
    includeOnly: { path: folders.map((folder) => `^${folder}/`) },
  });
  const imports = output.modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ source, target: resolved })),
  );
  return found.map(({ folder, rooms }) => ({ folder, rooms, imports: betweenRooms(folder, rooms, imports) }));
}

function findRooms(base, folder, without) {
  const rooms = new Map();
  const paths = readdirSync(join(base, folder), { recursive: true }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  for (const path of paths.sort()) {
    const name = roomOf(path);
    if (!isSource(path) || without.includes(name)) continue;
    const { files, lines } = rooms.get(name) ?? { files: 0, lines: 0 };
    const added = readFileSync(join(base, folder, path), 'utf8').split('\n').length - 1;
    rooms.set(name, { name, files: files + 1, lines: lines + added });
  }
  return [...rooms.values()];
}

function betweenRooms(folder, rooms, imports) {
  const inside = (path) => path.startsWith(`${folder}/`);
  const within = (path) => path.slice(folder.length + 1);
  return imports.flatMap(({ source, target }) => {
    if (!inside(source) || !inside(target)) return [];
    const [from, to] = [roomOf(within(source)), roomOf(within(target))];
    return from === to || !rooms.some(({ name }) => name === to) ? [] : [{ from, to, file: within(source) }];
  });
}

/** A folder as `name/`, a file by its name. */
function roomOf(path) {
  const [top] = path.split('/');
  return top === path ? path : `${top}/`;
}

/**
 * Puts each room one floor above the highest that it imports. Where rooms import each other in a circle, arrows are
 * taken for pointing up until none is left, first the one without which the fewest arrows stand in circles.
 */
export function arrange({ rooms, imports }) {
  const byEnds = new Map();
  for (const { from, to, file } of imports) {
    const { files } = byEnds.get(`${from} ${to}`) ?? { files: [] };
    byEnds.set(`${from} ${to}`, { from, to, files: [...new Set([...files, file])] });
  }
  let down = [...byEnds.values()];
  const up = [];
  for (let circular = inCircles(down); circular.length > 0; circular = inCircles(circular)) {
    const costs = circular.map((arrow) => {
      const left = inCircles(circular.filter((other) => other !== arrow)).length;
      return { arrow, cost: left + arrow.files.length };
    });
    const { arrow: taken } = costs.reduce((best, one) => (one.cost < best.cost ? one : best));
    up.push(taken);
    down = down.filter((arrow) => arrow !== taken);
    circular = circular.filter((arrow) => arrow !== taken);
  }
  const importsOf = (name) => down.filter(({ from }) => from === name).map(({ to }) => to);
  const floorOf = (name) => 1 + Math.max(0, ...importsOf(name).map(floorOf));
  const placed = rooms.map((room) => {
    return { ...room, floor: floorOf(room.name), imports: importsOf(room.name).sort() };
  });
  return { rooms: placed, floors: Math.max(0, ...placed.map(({ floor }) => floor)), up };
}

/** The arrows whose end leads back to their start. */
function inCircles(arrows) {
  const leadsTo = (start) => {
    const seen = new Set([start]);
    for (const room of seen) for (const { from, to } of arrows) if (from === room) seen.add(to);
    return seen;
  };
  const reached = new Map(arrows.map(({ to }) => [to, leadsTo(to)]));
  return arrows.filter(({ from, to }) => reached.get(to)?.has(from));
}

/** The house as text, top floor first: each room with its size and what it imports. */
export function draw(name, house) {
  const { rooms, floors, up } = house;
  const nameWidth = Math.max(...rooms.map((room) => room.name.length));
  const lines = [headline(name, house)];
  for (let floor = floors; floor > 0; floor -= 1) {
    lines.push('');
    for (const [index, room] of rooms.filter((one) => one.floor === floor).entries()) {
      const number = String(index === 0 ? floor : '').padStart(2);
      const start = `${number}  ${room.name.padEnd(nameWidth)} ${sizeOf(room)}`;
      lines.push(...wrap(start, room.imports));
    }
  }
  if (up.length > 0)
    lines.push('', ...up.map(({ from, to, files }) => `up: ${from} -> ${to} in ${files[0]}`));
  return lines.join('\n');
}

export function headline(name, { rooms, floors, up }) {
  const count = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const arrows = up.length === 0 ? 'no arrow' : count(up.length, 'arrow');
  return `${name}: ${count(rooms.length, 'room')} on ${count(floors, 'floor')}, ${arrows} up`;
}

function sizeOf({ name, files, lines }) {
  const inFiles = name.endsWith('/') ? `${files} ${files === 1 ? 'file ' : 'files'}` : '';
  return `${inFiles.padStart(9)} ${String(lines).padStart(5)} lines`;
}

const width = 100;

function wrap(start, imports) {
  if (imports.length === 0) return [start];
  const lines = [`${start}  ->`];
  for (const name of imports) {
    const longer = `${lines.at(-1)} ${name}`;
    if (longer.length > width) lines.push(`${' '.repeat(start.length + 4)} ${name}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
