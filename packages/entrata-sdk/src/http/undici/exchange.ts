import type { Dispatcher } from 'undici';
import { decodeBody } from '../decode-body.js';
import { HttpFailure, type HttpReply, type HttpRequest } from '../transport.js';
import { gunzipCapped } from './gunzip.js';

type Headers = Record<string, string | string[] | undefined>;

/**
 * One request on undici's `dispatch`, which `undici.request` is built on. We use it directly because it
 * reports when the request is about to be written: until then a failure is provably `not_sent`.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  isFinished = false;
  #sent = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #bytes = 0;
  readonly #chunks: Buffer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #request: HttpRequest;
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: unknown) => void;

  constructor(request: HttpRequest, resolve: (reply: HttpReply) => void, reject: (error: unknown) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    if (request.signal?.aborted) {
      this.#fail('aborted', request.signal.reason);
      return;
    }
    request.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = setTimeout(() => this.#fail('timeout'), request.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isFinished) {
      controller.abort(new Error('given up before it was sent'));
      return;
    }
    this.#controller = controller;
    this.#sent = true;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = flatten(headers);
    if (Number(this.#headers['content-length']) > this.#request.maxBodyBytes) this.#fail('too_large');
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#request.maxBodyBytes) this.#fail('too_large');
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.isFinished) return;
    this.#finish();
    const [first] = this.#chunks;
    const body = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    const contentType = this.#headers['content-type'];
    const reply = (bytes: Uint8Array) =>
      this.#resolve({ status: this.#status, headers: this.#headers, body: decodeBody(bytes, contentType) });
    if (isGzip(this.#headers) && body.length > 0) {
      gunzipCapped(body, this.#request.maxBodyBytes).then(reply, this.#reject);
    } else reply(body);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.#fail('network', error);
  }

  readonly #onAbort = () => this.#fail('aborted', this.#request.signal?.reason);

  #fail(kind: HttpFailure['kind'], cause?: unknown): void {
    if (this.isFinished) return;
    this.#finish();
    const failure = new HttpFailure(kind, this.#sent, cause);
    this.#controller?.abort(failure);
    this.#reject(failure);
  }

  #finish(): void {
    this.isFinished = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }
}

function isGzip(headers: Record<string, string>): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && /^(x-)?gzip$/i.test(encoding.trim());
}

// undici gives the names in lower case; a header that came twice is a list.
function flatten(headers: Headers): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
