import { inspect } from 'node:util';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';
import { expect, test } from 'vitest';
import { type CompanyRig, freshCompany, onOneDatabase } from '../support/on-each-database.js';
import { webhookSecret } from '../support/rig.js';
import { getBytes, sendBytes, statusesOf } from '../support/send-bytes.js';
import { callsOf, houseStatuses, propertyOf } from './support/company-events.js';

const path = `/webhooks/entrata/${webhookSecret}`;
const close = 'host: x\r\nconnection: close\r\n\r\n';

/** Nothing of the input reached Entrata, a log line or a client; the next webhook is worked on. */
async function expectUnharmed(rig: CompanyRig) {
  expect(callsOf(rig)).toEqual([]);
  expect(await rig.store.clients.findByCid(rig.company.cid)).toBeUndefined();
  for (const line of rig.logger.lines)
    expect(inspect(line.fields)).not.toMatch(/evil|xxx|drop table|\\r|\\n|\\x/);
  const { subdomain } = rig.company;
  const answer = await rig.send({ requestType: 'ACTIVATION', subdomain, propertyId: rig.propertyId });
  expect(answer.status).toBe('accepted');
  await rig.settled();
}

await onOneDatabase('Hostile input', (stage) => {
  const activation = (rig: CompanyRig, more: string) =>
    `cid=${rig.company.cid}&request_type=ACTIVATION&property_id=${rig.propertyId}&auth_code=evil&${more}`;

  test.each([
    ['a second cid', 'cid=2', 'cid'],
    ['a second cid, its name escaped', '%63id=2', 'cid'],
    ['a line break', 'subdomain=evil%0d%0aevil:%20x', 'subdomain'],
    ['a NUL', 'company_name=evil%00', 'companyName'],
    ['a lone surrogate', 'company_name=evil%ED%A0%80', 'companyName'],
    ['bytes that are no UTF-8', 'occupancy_type=evil%FF', 'occupancyType'],
    ['a broken escape', 'feed_type=evil%zz', 'feedType'],
    ['a host and a path', 'subdomain=evil.com/', 'subdomain'],
    ['SQL', "subdomain=evil';drop%20table%20users--", 'subdomain'],
    ['an IDN label', 'subdomain=%D0%B5vil', 'subdomain'],
  ])('in a parameter is answered 400 and logged: %s', async (_, more, field) => {
    const rig = await stage.rig();
    const answer = await rig.sendQuery(activation(rig, more));
    expect(answer).toMatchObject({ httpStatus: 400, status: 'invalid_request', field });
    const row = await rig.store.webhooks.find(answer.logId);
    expect(row).toMatchObject({ outcome: 'refused', httpStatus: 400 });
    await expectUnharmed(rig);
  });

  test('in bulk is bounded: the query, its parameters, the headers', async () => {
    const rig = await stage.rig();
    const statuses = async (bytes: string) => statusesOf(await sendBytes(rig.url, bytes));
    const news = `cid=${rig.company.cid}&request_type=NEWS`;
    expect(statusesOf(await getBytes(rig.url, `${path}?${'&a=1'.repeat(1_500)}&${news}`))).toEqual([200]);
    expect(statusesOf(await getBytes(rig.url, `${path}?${'&'.repeat(8_000)}${news}`))).toEqual([200]);
    expect(statusesOf(await getBytes(rig.url, `${path}?${news}&x=${'x'.repeat(9_000)}`))).toEqual([414]);
    expect(statusesOf(await getBytes(rig.url, `${path}?${news}&x=${'x'.repeat(90_000)}`))).toEqual([431]);
    expect(await statuses(`GET ${path}?${news} HTTP/1.1\r\nx: ${'x'.repeat(90_000)}\r\n${close}`)).toEqual([
      431,
    ]);
    expect(await statuses(`GET ${path}?${news} HTTP/1.1\r\n${'x: y\r\n'.repeat(9_000)}${close}`)).toEqual([
      431,
    ]);
    expect(await statuses(`GET ${path}?${news} HTTP/1.1\r\n${'x:\r\n'.repeat(900)}${close}`)).toEqual([200]);
    await expectUnharmed(rig);
  });

  test('in the path, or by another method, does nothing', async () => {
    const rig = await stage.rig();
    const query = activation(rig, `subdomain=${rig.company.subdomain}`);
    for (const method of ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      const answer = await sendBytes(rig.url, `${method} ${path}?${query} HTTP/1.1\r\n${close}`);
      expect([method, ...statusesOf(answer)]).toEqual([method, 405]);
    }
    for (const [target, status] of [
      [`/webhooks/entrata/%2e%2e/${webhookSecret}?${query}`, 404],
      [`/webhooks/entrata/%zz?${query}`, 404],
      [`/webhooks/entrata/${webhookSecret}%00?${query}`, 401],
      [`/webhooks/entrata/${'x'.repeat(8_000)}?${query}`, 401],
      [`http://evil.com${path}?${query}`, 404],
    ] as const) {
      expect(statusesOf(await getBytes(rig.url, target))).toEqual([status]);
    }
    await expectUnharmed(rig);
  });

  test('below HTTP does not bring the server down', async () => {
    const rig = await stage.rig();
    const target = `${path}?cid=${rig.company.cid}&request_type=NEWS`;
    const statuses = async (bytes: string) => statusesOf(await sendBytes(rig.url, bytes));
    // A TLS greeting, a NUL and a byte beyond ASCII in the target, a bare word, two lengths, two ways of telling the length.
    expect(await statuses('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')).toEqual([400]);
    expect(await statuses(`GET ${path}?cid=\x00 HTTP/1.1\r\n${close}`)).toEqual([400]);
    expect(await statuses(`GET ${path}?cid=\xe9 HTTP/1.1\r\n${close}`)).toEqual([400]);
    expect(await statuses('evil\r\n\r\n')).toEqual([400]);
    expect(
      await statuses(`GET ${target} HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n${close}`),
    ).toEqual([400]);
    expect(
      await statuses(`GET ${target} HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n${close}`),
    ).toEqual([400]);
    expect(await statuses(`GET ${target} HTTP/1.1\r\ntransfer-encoding: chunked\r\n${close}evil`)).toEqual([
      400,
    ]);
    // Node ends a connection at the first nonsense, whatever it still owed an answer.
    const keptAlive = `GET ${target} HTTP/1.1\r\nhost: x\r\n\r\n`;
    expect(await statuses(`${keptAlive}evil\r\n\r\n`)).toEqual([400]);
    expect(await statuses(`${keptAlive.repeat(20)}GET ${target} HTTP/1.1\r\n${close}`)).toEqual(
      Array(21).fill(200),
    );
    // Node takes a half-closed connection for an abandoned one: no answer is owed.
    await sendBytes(rig.url, keptAlive, { isHalfClosed: true });
    await sendBytes(rig.url, `GET ${path}?cid=1`, { isHalfClosed: true });
    await expectUnharmed(rig);
  });

  test('from Entrata itself is bounded too: a reply without an end changes nothing', async () => {
    const company = freshCompany(1);
    const propertyId = company.properties[0]?.id ?? '';
    const sandbox = new FakeEntrata({ companies: [company] });
    const server = await sandbox.listen();
    const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options, maxBodyBytes: 1_000_000 });
    const rig = { ...(await stage.rig({ app: { entrata } })), company, propertyId };
    const endless = sandbox.fail({
      method: 'getMitsPropertyUnits',
      times: Number.POSITIVE_INFINITY,
      fault: { kind: 'endless_body' },
    });
    const { subdomain } = company;
    const answer = await rig.sendQuery(
      sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain, propertyId }),
    );
    expect(answer.status).toBe('accepted');
    await expect.poll(() => propertyOf(rig)).toMatchObject({ state: 'pending', lastError: 'bad_response' });
    expect(await houseStatuses(rig)).toEqual([]);
    endless.cancel();
    await expect.poll(() => houseStatuses(rig)).toEqual(['active']);
    await rig.stop();
    await entrata.close();
    await server.close();
  });
});
