import { inspect } from 'node:util';
import { apiKey, createEntrata, EntrataError, HttpFailure, isEntrataError } from 'entrata-sdk';
import { describe, expect, it, vi } from 'vitest';
import { parseJson } from '../../src/call/envelope.js';
import { judgeReply } from '../../src/call/judge-reply.js';
import { maskMessage } from '../../src/call/mask-message.js';

const judge = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = { status, headers, body: text };
  const call = { method: 'test', requestId: 'r', secrets: ['hush'] };
  return judgeReply(reply, parseJson(text), call, {
    now: 0,
    wire: { reauthorizeCodes: new Set([401, 1401]), saysNothing: () => false },
  });
};
const errorOf = (status: number, body: unknown, headers?: Record<string, string>) => {
  try {
    judge(status, body, headers);
  } catch (error) {
    if (isEntrataError(error)) return error;
    throw error;
  }
  throw new Error('no error');
};
const failed = (code: number | string, message = 'no') => ({ response: { error: { code, message } } });

describe('what a reply means', () => {
  it.each([
    [401, '', 'unauthorized', 'refused', true],
    [200, failed(401), 'unauthorized', 'refused', true],
    [400, failed('401'), 'unauthorized', 'refused', true],
    [200, failed(1401), 'unauthorized', 'refused', true],
    [200, failed(1402), 'rejected', 'refused', false],
    [403, '<html>', 'forbidden', 'refused', false],
    [403, failed(311), 'forbidden', 'refused', false],
    [200, { response: { code: 311, result: 'error', message: 'no' } }, 'forbidden', 'refused', false],
    [400, failed(1403), 'forbidden', 'refused', true],
    [429, '', 'rate_limited', 'refused', false],
    [200, failed(429), 'rate_limited', 'refused', false],
    [200, failed(310), 'unavailable', 'refused', false],
    [200, failed(500), 'unavailable', 'unknown', false],
    [500, '', 'unavailable', 'unknown', false],
    [502, '<html>', 'unavailable', 'unknown', false],
    [408, '', 'unavailable', 'unknown', false],
    [200, failed(314), 'rejected', 'refused', false],
    [200, { response: { error: [{ code: 314, message: 'no' }] } }, 'rejected', 'refused', false],
    [200, { response: { code: 314, message: 'no' } }, 'rejected', 'refused', false],
    [500, failed(314), 'unavailable', 'unknown', false],
    [200, { response: { code: 400, message: 'no' } }, 'rejected', 'refused', false],
    [200, { response: { error: 'just text' } }, 'rejected', 'refused', false],
    [200, { error: { code: 300, message: 'top level' } }, 'rejected', 'refused', false],
    [200, { code: 404, message: 'bare' }, 'rejected', 'refused', false],
    [200, { response: { status: { code: 400, message: 'no' } } }, 'rejected', 'refused', false],
    [200, { response: { status: { message: 'no' } } }, 'rejected', 'refused', false],
    [404, failed(404), 'rejected', 'refused', false],
    [418, 'teapot', 'rejected', 'refused', false],
    [200, '<html>', 'bad_response', 'unknown', false],
    [200, '', 'bad_response', 'unknown', false],
    [200, '"text"', 'bad_response', 'unknown', false],
    [204, '', 'bad_response', 'unknown', false],
    [301, '', 'bad_response', 'unknown', false],
  ])('HTTP %i with %j is %s, %s', (status, body, code, outcome, reauthorize) => {
    expect(errorOf(status, body)).toMatchObject({
      code,
      outcome,
      reauthorize,
      httpStatus: status,
      method: 'test',
      requestId: 'r',
    });
  });

  it.each([
    ['wrapped', { response: { requestId: '15', code: 200, result: { a: 1 } } }],
    ['code as text', { response: { code: '200', result: { a: 1 } } }],
    ['without code', { response: { requestId: 15, result: { a: 1 } } }],
    ['without the wrapper', { requestId: '15', code: 200, result: { a: 1 } }],
    ['with an empty error', { response: { code: 200, error: '', result: { a: 1 } } }],
    ['with an empty list for an error', { response: { code: 200, error: [''], result: { a: 1 } } }],
    ['with an empty object for an error', { response: { code: 200, error: {}, result: { a: 1 } } }],
    ['with false for an error', { response: { code: 200, error: false, result: { a: 1 } } }],
    ['in a list', [{ response: { code: 200, result: { a: 1 } } }]],
    ['the result alone', { a: 1 }],
    ['after a byte order mark', `\ufeff${JSON.stringify({ response: { code: 200, result: { a: 1 } } })}`],
  ])('reads a good reply %s', (_, body) => {
    expect(judge(200, body).result).toEqual({ a: 1 });
  });

  it('takes an empty body for no result', () => {
    for (const body of [{}, [], { response: {} }]) expect(judge(200, body).result).toBeUndefined();
  });

  it('keeps Entrata’s code in each of its places', () => {
    for (const response of [
      { error: { code: 314 } },
      { error: { code: '314' } },
      { error: [{ code: 314 }] },
      { error: { '@attributes': { code: '314' } } },
      { code: 314, message: 'no' },
      { code: '314', result: 'error' },
      { code: 314, error: 'no tours' },
      { status: { code: 314, message: 'no' } },
    ]) {
      expect(errorOf(200, { response }).entrataCode).toBe(314);
    }
  });

  it('finds the words of a failed record under code 300, in each of their places', () => {
    const record = { status: 'Failed', message: 'Bad lead source' };
    for (const result of [
      { prospects: { prospect: [record] } },
      { prospects: { prospect: record } },
      { prospects: [record] },
      { Prospects: { Prospect: [{ '@attributes': record }] } },
    ]) {
      expect(errorOf(200, { response: { code: 300, result } })).toMatchObject({
        code: 'rejected',
        entrataCode: 300,
        entrataMessage: 'Bad lead source',
      });
    }
  });

  it('keeps Entrata’s words without a person’s e-mail and numbers, and short', () => {
    expect(maskMessage('Lead ada@example.test / (555) 010-0199 exists, code 314')).toBe(
      'Lead [e-mail] / ([digits] exists, code 314',
    );
    expect(maskMessage(`a\r\nb ${'x'.repeat(900)}`)).toHaveLength(200);
    expect(errorOf(200, failed(400, 'id 123456789, token hush')).entrataMessage).toBe(
      'id [digits], token [secret]',
    );
  });

  it('keeps no echo of what was sent as a secret, however it is written', () => {
    const secret = `it's a "code"+/=&<x>!*(é)`;
    const url = encodeURIComponent(secret);
    const all = [...new TextEncoder().encode(secret)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('');
    const html = secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;');
    const echoes = {
      plain: secret,
      url,
      'url in lower case': url.replaceAll(/%../g, (hex) => hex.toLowerCase()),
      'url without its signs': url.replaceAll(
        /[!'()*]/g,
        (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
      form: new URLSearchParams({ x: secret }).toString().slice(2),
      'url twice': encodeURIComponent(url),
      html,
      'html with its quotes': html.replaceAll("'", '&#39;'),
      'html with numbered quotes': html.replaceAll("'", '&#039;'),
      json: JSON.stringify(secret).slice(1, -1),
      'json of PHP': JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
      'every byte': all,
      base64: Buffer.from(secret).toString('base64'),
      base64url: Buffer.from(secret).toString('base64url'),
    };
    for (const [form, echo] of Object.entries(echoes))
      expect(maskMessage(`no ${echo} here`, [secret]), form).toBe('no [secret] here');
  });

  it('keeps none of a secret that is as long as a reply', () => {
    for (const length of [501, 100_000]) {
      const secret = `${'a-b/'.repeat(length / 4)}end`;
      for (const echo of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        expect(maskMessage(`no ${echo.slice(0, 10_000)} here`, [secret])).toBe('no [secret] here');
    }
  });

  it('carries the wait that a 429 asks for', () => {
    expect(errorOf(429, '', { 'retry-after': '7' }).retryAfterMs).toBe(7_000);
  });
});

describe('isEntrataError', () => {
  it('knows the errors of another copy of the package', async () => {
    vi.resetModules();
    const copy = await import('../../src/core/errors.js');
    expect(copy.EntrataError).not.toBe(EntrataError);
    const theirs = new copy.EntrataError('timeout', 'late', { outcome: 'unknown' });
    expect(theirs).not.toBeInstanceOf(EntrataError);
    expect(isEntrataError(theirs)).toBe(true);
    expect(isEntrataError(theirs, 'timeout') && theirs.outcome).toBe('unknown');
    expect(isEntrataError(theirs, 'network')).toBe(false);
  });

  it('is what a transport of another copy leads to, with what that one knew', async () => {
    vi.resetModules();
    const copy = await import('../../src/http/transport.js');
    expect(copy.HttpFailure).not.toBe(HttpFailure);
    const failWith = (error: Error) => ({ send: () => Promise.reject(error), close: async () => {} });
    const call = (error: Error) =>
      createEntrata({ http: failWith(error), retry: { maxRetries: 0 } })
        .client({ subdomain: 'demo', auth: apiKey('k') })
        .getProperties();
    await expect(call(new copy.HttpFailure('timeout', false))).rejects.toMatchObject({
      code: 'timeout',
      outcome: 'not_sent',
    });
    await expect(call(new Error('no failure of ours'))).rejects.toMatchObject({
      code: 'network',
      outcome: 'unknown',
    });
  });

  it('knows nothing else', () => {
    for (const other of [
      undefined,
      null,
      'x',
      {},
      new Error('x'),
      { code: 'timeout', name: 'EntrataError' },
    ]) {
      expect(isEntrataError(other)).toBe(false);
    }
  });

  it('keeps the cause', () => {
    const cause = new Error('socket');
    const error = new EntrataError('network', 'x', { outcome: 'unknown', cause });
    expect(error.cause).toBe(cause);
    expect(error.name).toBe('EntrataError');
    expect(inspect(error)).toContain("code: 'network'");
  });
});
