import type { SandboxReply } from '../protocol/exchange.js';

const width = 960;
const height = 640;
const groundY = 540;

/** The pictures that replies link to: an apartment house, another one for each path. */
export function imageReply(path: string): SandboxReply {
  const draw = numbersOf(path);
  const hue = draw(360);
  const buildings = Array.from({ length: 3 }, (_, index) => {
    const floors = 3 + draw(5);
    const columns = 3 + draw(3);
    return building(110 + index * 260, floors, columns, (hue + index * 35) % 360, draw);
  });
  const body = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="hsl(${195 + draw(30)} 60% 86%)"/>`,
    `<circle cx="${120 + draw(720)}" cy="${80 + draw(60)}" r="44" fill="hsl(45 90% 72%)"/>`,
    `<rect y="${groundY}" width="${width}" height="${height - groundY}" fill="hsl(115 25% 55%)"/>`,
    ...buildings,
    '</svg>',
  ].join('');
  const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' };
  return { status: 200, headers, body, delivery: 'whole' };
}

function building(
  x: number,
  floors: number,
  columns: number,
  hue: number,
  draw: (below: number) => number,
): string {
  const [floorHeight, columnWidth] = [54, 46];
  const y = groundY - floors * floorHeight;
  const windows = Array.from({ length: floors * columns }, (_, index) => {
    const left = x + 14 + (index % columns) * columnWidth;
    const top = y + 14 + Math.floor(index / columns) * floorHeight;
    const fill = draw(4) === 0 ? 'hsl(48 90% 78%)' : `hsl(${hue} 25% 88%)`;
    return `<rect x="${left}" y="${top}" width="26" height="30" rx="2" fill="${fill}"/>`;
  });
  const wall = `<rect x="${x}" y="${y}" width="${columns * columnWidth + 8}" height="${floors * floorHeight}" rx="6" fill="hsl(${hue} 35% 48%)"/>`;
  return wall + windows.join('');
}

/** The same path gives the same picture. */
function numbersOf(path: string): (below: number) => number {
  let state = [...path].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) % below;
  };
}
