import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { parseTarget } from 'entrata-http-adapter/node';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

interface PageFile {
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer;
}

/**
 * Serves the files of a folder, read once: what a browser can ask for is exactly what was there.
 * `imageOrigins` are the hosts whose pictures may be shown; everything else comes from this server.
 */
export function pageFiles(
  folder: string,
  imageOrigins: readonly string[],
): (request: IncomingMessage, response: ServerResponse) => void {
  const files = readFiles(folder);
  const headers = safeHeaders(imageOrigins);
  return (request, response) => {
    const { path } = parseTarget(request.url ?? '/');
    const file = files.get(path === '/' ? '/index.html' : path);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (file === undefined || !isRead) {
      response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    const { contentType, etag, bytes } = file;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { ...headers, etag }).end();
      return;
    }
    response.writeHead(200, {
      ...headers,
      etag,
      'content-type': contentType,
      'content-length': bytes.byteLength,
    });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}

function readFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const contentType = contentTypes[extname(path)];
    if (contentType === undefined) continue;
    const bytes = readFileSync(join(folder, path));
    const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
    files.set(`/${path.replaceAll(sep, '/')}`, { contentType, etag, bytes });
  }
  return files;
}

function safeHeaders(imageOrigins: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${["'self'", ...imageOrigins].join(' ')}`,
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-cache',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
