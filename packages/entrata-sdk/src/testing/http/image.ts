import type { SandboxReply } from './exchange.js';

/** The pictures that replies link to: a coloured card with its own path on it. */
export function imageReply(path: string): SandboxReply {
  const name = path.slice('/images/'.length).replace(/[^a-z0-9./-]/gi, '');
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const body = [
    '<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640" viewBox="0 0 960 640">',
    `<rect width="960" height="640" fill="hsl(${hue} 45% 72%)"/>`,
    `<path d="M0 460 L240 300 L480 430 L700 260 L960 420 V640 H0 Z" fill="hsl(${hue} 40% 45%)"/>`,
    `<text x="480" y="560" font-family="sans-serif" font-size="40" text-anchor="middle" fill="#fff">${name}</text>`,
    '</svg>',
  ].join('');
  const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=3600' };
  return { status: 200, headers, body, delivery: 'whole' };
}
