import { gunzip } from 'node:zlib';
import { HttpFailure } from '../transport.js';

/** Unzips, and refuses to grow past the cap (a small body can unzip into gigabytes). */
export function gunzipCapped(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, result) => {
      if (!error) resolve(result);
      else reject(new HttpFailure(isTooLarge(error) ? 'too_large' : 'network', true, error));
    });
  });
}

function isTooLarge(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
