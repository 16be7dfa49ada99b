import type { Dispatcher } from 'undici';
import { HttpFailure, type HttpRequest } from './http.js';
import type { UndiciReply } from './undici-transport.js';

type Headers = Record<string, string | string[] | undefined>;

/**
 * One request on undici's `dispatch`, which `undici.request` is built on. We use it directly because it
 * tells when the request is about to be written: until then a failure is provably `not_sent`.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  finished = false;
  #sent = false;
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #bytes = 0;
  readonly #chunks: Buffer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #request: HttpRequest;
  readonly #resolve: (reply: UndiciReply) => void;
  readonly #reject: (error: HttpFailure) => void;

  constructor(
    request: HttpRequest,
    resolve: (reply: UndiciReply) => void,
    reject: (error: HttpFailure) => void,
  ) {
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
    if (this.finished) {
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
    if (this.finished) return;
    this.#finish();
    const [first] = this.#chunks;
    const body = first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail('network', error);
  }

  readonly #onAbort = () => this.#fail('aborted', this.#request.signal?.reason);

  #fail(kind: HttpFailure['kind'], cause?: unknown): void {
    if (this.finished) return;
    this.#finish();
    const failure = new HttpFailure(kind, this.#sent, cause);
    this.#controller?.abort(failure);
    this.#reject(failure);
  }

  #finish(): void {
    this.finished = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }
}

function flatten(headers: Headers): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
