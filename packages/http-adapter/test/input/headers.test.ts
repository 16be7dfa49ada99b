import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../../../entrata-store/test/support/databases.js';
import { type BookingRig, startBookingRig, tokenOf } from '../booking/support/booking-rig.js';
import { sendBytes, statusesOf } from '../support/send-bytes.js';
import { brokenTexts, numbersAndDays, oddTexts } from './support/extreme-values.js';

const texts = [...numbersAndDays, ...brokenTexts, ...oddTexts];

/** Node refuses control characters by itself; what is sent here is one byte a character. */
const headerTexts = texts.filter((text) => /^[\x20-\x7e\x80-\xff]*$/.test(text));

describe('a header with an extreme value', () => {
  let rig: BookingRig;
  let authorization: string;
  beforeAll(async () => {
    const [sqlite] = await testDatabases();
    if (sqlite === undefined) throw new Error('SQLite is always there');
    rig = await startBookingRig(await sqlite.open());
    authorization = `Bearer ${tokenOf(rig.renterId)}`;
  });
  afterAll(() => rig?.close());

  /** The statuses of what came back for a request written by hand; 0 for a connection that was just closed. */
  async function statusOf(line: string, headers: Record<string, string>, body = ''): Promise<number> {
    const lines = Object.entries({ host: 'x', connection: 'close', ...headers });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    // Whoever says wrongly how much will come ends it; to the others the server does, with its answer.
    const isHalfClosed = Number(headers['content-length'] ?? 0) !== Buffer.byteLength(body);
    const bytes = `${line} HTTP/1.1\r\n${head}\r\n${body}`;
    const answer = await sendBytes(rig.instance.url, bytes, { isHalfClosed });
    return statusesOf(answer)[0] ?? 0;
  }

  async function expectBelow500(
    values: readonly string[],
    ask: (value: string) => Promise<number>,
    except: readonly number[] = [],
  ): Promise<void> {
    const wrong: string[] = [];
    for (const value of values) {
      const status = await ask(value);
      const isRight = status >= 200 && (status < 500 || except.includes(status));
      if (!isRight) wrong.push(`${status} for ${value.slice(0, 60)}`);
    }
    expect(wrong).toEqual([]);
    expect((await rig.as(undefined).get('/healthz')).status).toBe(200);
  }

  const json = '{"message":"Is there a garden?","houseId":"HOUSE"}';
  const bodyOf = () => json.replace('HOUSE', rig.houses[0].id);
  const post = (headers: Record<string, string>, body = bodyOf()) =>
    statusOf(
      'POST /api/viewings',
      {
        authorization,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
      body,
    );

  test('as the idempotency key is answered', async () => {
    expect(await post({ 'idempotency-key': 'a-key' })).toBeLessThan(300);
    await expectBelow500(headerTexts, (value) => post({ 'idempotency-key': value }));
  });

  test('as who is asking is answered 401', async () => {
    for (const value of headerTexts.filter((text) => text.trim() !== '')) {
      for (const authorization of [value, `Bearer ${value}`, `Basic ${value}`]) {
        expect(await statusOf('GET /api/viewings', { authorization }), authorization.slice(0, 60)).toBe(401);
      }
    }
  });

  test.each(['x-forwarded-for', 'x-forwarded-proto', 'forwarded', 'x-request-id', 'traceparent', 'origin'])(
    'as %s is answered',
    async (name) => {
      await expectBelow500(headerTexts, (value) => statusOf('GET /api/houses', { [name]: value }));
    },
  );

  test.each(['if-none-match', 'if-modified-since', 'range', 'accept', 'accept-encoding', 'cookie'])(
    'as %s of tour times is answered',
    async (name) => {
      const line = `GET /api/tour-times?houseId=${rig.houses[0].id}`;
      const tags = ['*', 'W/""', '"', ','.repeat(10_000), '"a",'.repeat(2_000)];
      await expectBelow500([...headerTexts, ...tags], (value) => statusOf(line, { [name]: value }));
    },
  );

  test('as the content type is answered', async () => {
    const types = [
      'application/json; charset=utf-16',
      'application/json;;;',
      'multipart/form-data',
      'multipart/form-data; boundary=',
      `multipart/form-data; boundary=${'x'.repeat(5_000)}`,
      'application/x-www-form-urlencoded; charset=x',
      'text/plain',
      ';',
    ];
    await expectBelow500([...headerTexts, ...types], (value) => post({ 'content-type': value }));
  });

  test('as the length of a body is refused, or waited for until the peer ends', async () => {
    const lengths = ['-1', '1.5', '1e3', '0x10', 'NaN', '', ' ', '+5', '5,5', '99999999999999999999'];
    // Expected by the peer and never sent: Node closes the connection, with or without an answer.
    const closed = ['1000000', String(2 ** 31), String(2 ** 53)];
    for (const value of [...lengths, ...closed]) {
      const status = await post({ 'content-length': value });
      expect(status === 0 || (status >= 400 && status < 500), `${status} for ${value}`).toBe(true);
    }
    expect((await rig.as(undefined).get('/healthz')).status).toBe(200);
  });
});
