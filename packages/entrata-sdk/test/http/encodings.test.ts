import { apiKey, createEntrata, fetchHttp, undiciHttp } from 'entrata-sdk';
import { demoCities, makeCompany, makeProperty } from 'entrata-sdk/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decodeBody } from '../../src/http/decode-body.js';
import { type Answer, rawServer } from '../support/raw-server.js';
import { sandboxClient } from '../support/sandbox.js';

const transports = { undici: undiciHttp, fetch: fetchHttp };

/** What the SDK reads for the names of two properties whose bytes are these. */
async function namesOf(transport: keyof typeof transports, names: Buffer[], contentType: string) {
  const answer: Answer = (response) => {
    response.writeHead(200, { 'content-type': contentType });
    const ofProperty = names.map((name, index) =>
      Buffer.concat([Buffer.from(`{"PropertyID":${index + 1},"MarketingName":"`), name, Buffer.from('"}')]),
    );
    const list = ofProperty.flatMap((each, index) => (index === 0 ? [each] : [Buffer.from(','), each]));
    response.end(
      Buffer.concat([
        Buffer.from('{"response":{"code":200,"result":{"PhysicalProperty":{"Property":['),
        ...list,
        Buffer.from(']}}}}'),
      ]),
    );
  };
  const server = await rawServer(answer);
  const entrata = createEntrata({ ...server.options, http: transports[transport]() });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: apiKey('key') });
  return (await client.getProperties()).map(({ name }) => name);
}

describe.each(['undici', 'fetch'] as const)('with %s a reply', (transport) => {
  const name = 'Élan Über Señor';
  const latin = Buffer.from(name, 'latin1');
  const utf8 = Buffer.from(`${name} — 東`, 'utf8');

  it.each([
    'application/json; charset=ISO-8859-1',
    'application/json; charset="iso-8859-1"',
    'application/json;charset=windows-1252; x=y',
    'APPLICATION/JSON; CHARSET=LATIN1',
    'application/json; charset=UTF-8',
    'application/json; charset=made-up',
    'application/json',
  ])('in ISO-8859-1 is read when its type is %s', async (contentType) => {
    expect(await namesOf(transport, [latin], contentType)).toEqual([name]);
  });

  it.each(['application/json; charset=UTF-8', 'application/json; charset=utf8', 'application/json', 'x'])(
    'in UTF-8 is read when its type is %s',
    async (contentType) => {
      expect(await namesOf(transport, [utf8], contentType)).toEqual([`${name} — 東`]);
    },
  );

  it('is read in the encoding that its type names, also where the bytes could be UTF-8', async () => {
    const both = Buffer.from('Ã©', 'latin1');
    expect(await namesOf(transport, [both], 'application/json; charset=ISO-8859-1')).toEqual(['Ã©']);
    expect(await namesOf(transport, [both], 'application/json; charset=UTF-8')).toEqual(['é']);
  });

  it('with one name in another encoding spoils no other', async () => {
    expect(await namesOf(transport, [utf8, latin, utf8], 'application/json; charset=UTF-8')).toEqual([
      `${name} — 東`,
      name,
      `${name} — 東`,
    ]);
  });
});

it('a byte order mark says UTF-8, and is no text before what is in no UTF-8 either', () => {
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  const marked = (text: string, encoding: 'latin1' | 'utf8') =>
    Buffer.concat([mark, Buffer.from(text, encoding)]);
  for (const type of [undefined, 'application/json; charset=UTF-8', 'application/json; charset=ISO-8859-1']) {
    expect(decodeBody(marked('["Élan — 東"]', 'utf8'), type)).toBe('["Élan — 東"]');
    expect(decodeBody(marked('["Élan"]', 'latin1'), type)).toBe('["Élan"]');
  }
});

it('a body that is in no encoding at all is read in its own time', () => {
  const bytes = Uint8Array.from({ length: 4_000_000 }, (_, index) =>
    index % 3 === 0 ? 0x41 : 0x80 + (index % 127),
  );
  expect(decodeBody(bytes, undefined)).toHaveLength(4_000_000);
  expect(decodeBody(new Uint8Array(), 'application/json')).toBe('');
});

it.each(['said', 'unsaid'] as const)(
  'a sandbox that speaks ISO-8859-1, %s, is understood',
  async (latin1) => {
    const [city] = demoCities;
    if (!city) throw new Error('no city');
    const property = makeProperty(700001, 'Résidence Élan', city, { street: '1 Über den Höfen' });
    const companies = [makeCompany({ subdomain: 'demo', properties: [property] })];
    const { client, server } = await sandboxClient('gateway', { companies, quirks: { latin1 } });
    expect(await client.getProperties()).toMatchObject([
      { name: property.name, address: { street: property.street } },
    ]);
    const reply = await fetch(`${server.url}/ext/orgs/demo/v1/properties`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': companies[0]?.apiKey ?? '' },
      body: JSON.stringify({ auth: { type: 'apikey' }, method: { name: 'getProperties' } }),
    });
    expect(reply.headers.get('content-type')).toContain(latin1 === 'said' ? 'ISO-8859-1' : 'UTF-8');
    expect(Buffer.from(await reply.arrayBuffer()).includes(Buffer.from('Élan', 'latin1'))).toBe(true);
  },
);
