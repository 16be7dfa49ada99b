import {
  apiKey,
  type ClientWithResponse,
  createEntrata,
  isEntrataError,
  type Property,
  type RawReply,
} from 'entrata-sdk';
import { expect, expectTypeOf, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { sandboxClient } from '../support/sandbox.js';

it('gives what a method gives, and the reply that it was read of', async () => {
  const { client, propertyId } = await sandboxClient('gateway');
  const seen: RawReply[] = [];
  const { data, response } = await client.withResponse.getProperties(
    {},
    { onResponse: (reply) => seen.push(reply) },
  );
  expectTypeOf(data).toEqualTypeOf<Property[]>();
  expect(data).toEqual(await client.getProperties());
  expect(response).toMatchObject({ status: 200, headers: { 'content-type': expect.stringMatching(/json/) } });
  expect(JSON.stringify(response?.body)).toContain(propertyId);
  expect(seen).toEqual([response]);

  const call = {
    service: 'properties',
    method: 'getPhoneNumber',
    params: { propertyIds: propertyId },
  } as const;
  const schema = z.unknown().transform(() => 7);
  const other = await client.withResponse.call({ ...call, safety: 'read', schema });
  expectTypeOf(other.data).toEqualTypeOf<number>();
  expect([other.data, other.response?.status]).toEqual([7, 200]);
});

it('has every method that gives one result, bound to its client, and fails as that does', async () => {
  const { client } = await sandboxClient('gateway');
  const iterating = ['iterateProperties', 'iterateLeads', 'iterateLeadEvents'];
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(client)).filter(
    (name) => !['constructor', 'withResponse', ...iterating].includes(name),
  );
  expect(Object.keys(client.withResponse).sort()).toEqual(methods.sort());
  const { getProperties }: ClientWithResponse = client.withResponse;
  expect((await getProperties()).data.length).toBeGreaterThan(0);
  const refused = await client.withResponse
    .getProperties({ propertyIds: [''] })
    .catch((error: unknown) => error);
  expect(isEntrataError(refused, 'invalid_input')).toBe(true);
});

it('has no reply where nothing had to be asked', async () => {
  const entrata = createEntrata();
  onTestFinished(() => entrata.close());
  const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
  expect(await client.withResponse.getListings({ propertyIds: [] })).toEqual({
    data: [],
    response: undefined,
  });
});
