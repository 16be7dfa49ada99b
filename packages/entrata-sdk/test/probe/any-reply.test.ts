import { apiKey, fetchHttp } from 'entrata-sdk';
import { probe } from 'entrata-sdk/probe';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const auth = apiKey('key');
const probeAnswers = (answer: () => string | object, status = 200) =>
  probe({
    options: {
      http: fetchHttp(async () => {
        const body = answer();
        return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
      }),
    },
    subdomain: 'demo',
    auth,
    propertyId: '700001',
  });

it('comes to a report whatever is answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (result) => {
      const report = await probeAnswers(() => ({ response: { code: 200, result } }));
      expect(report.operations.length).toBe(11);
      JSON.stringify(report);
    }),
    { numRuns: 25 },
  );
});

it.each([
  ['a page', '<html>no</html>'],
  ['nothing', ''],
  ['a list', '[]'],
  ['a text', '"text"'],
  ['keys of every prototype', '{"response":{"result":{"__proto__":{"a":1},"constructor":{"prototype":1}}}}'],
  [
    'lists within lists',
    { response: { code: 200, result: { PhysicalProperty: [[[{ Property: [[1, null, [2]]] }]]] } } },
  ],
])('comes to a report when %s is answered', async (_, body) => {
  const report = await probeAnswers(() => body);
  expect(report.differences).toBeGreaterThan(0);
});

it("names keys of another form than Entrata's by no text of theirs", async () => {
  const Property = [{ PropertyID: 1, 'a b': 1, 'x@y.example': 2, ['k'.repeat(50)]: 3 }];
  const report = await probeAnswers(() => ({
    response: { code: 200, result: { PhysicalProperty: { Property } } },
  }));
  const { differences } = report.operations.find(({ operation }) => operation === 'getProperties') ?? {};
  expect(differences?.filter(({ kind }) => kind === 'unread')).toEqual([
    { kind: 'unread', at: 'PhysicalProperty.Property.[other]' },
  ]);
});

it('names the container that came in the place of another, and the one that is missing', async () => {
  const report = await probeAnswers(() => ({
    response: { code: 200, result: { Properties: { Property: [{ PropertyID: 1 }] } } },
  }));
  expect(report.operations.find(({ operation }) => operation === 'getProperties')).toMatchObject({
    failure: { code: 'bad_response' },
    differences: [
      { kind: 'failed', at: 'getProperties', came: 'bad_response' },
      { kind: 'unread', at: 'Properties' },
      { kind: 'absent', at: 'PhysicalProperty' },
    ],
  });
});

it('repeats no token that comes in headers and keys', async () => {
  const token = 'f3a91c07d2b84e65a0cc';
  const report = await probe({
    options: {
      http: fetchHttp(async () => {
        const body = {
          response: { code: 200, [token]: token, result: { [token]: 1, a: { [token]: [token] } } },
        };
        const headers = {
          'content-type': `application/${token}; charset=${token}`,
          'x-ratelimit-limit': token,
          'x-total-count': token,
        };
        return new Response(JSON.stringify(body), { headers });
      }),
    },
    subdomain: 'demo',
    auth,
    propertyId: '700001',
  });
  expect(JSON.stringify(report)).not.toContain(token);
});
