import type { Fault } from 'entrata-sdk/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { sandboxClient } from '../support/sandbox.js';

const propertyIds = ['700001', '700002'];
const always = { times: Number.POSITIVE_INFINITY };
const refusal = (code: number): Fault => ({ kind: 'error', code, message: 'not for you' });

describe('a listing of which a part is refused', () => {
  it.each([311, 403, 400, 314])(
    'keeps the rest, and that of its neighbours, and names it (%i)',
    async (code) => {
      const { sandbox, client } = await sandboxClient('gateway');
      const whole = await client.getListings({ propertyIds });
      const method = 'getUnitsAvailabilityAndPricing';
      sandbox.fail({ ...always, method, propertyId: '700001', fault: refusal(code) });
      const [first, second] = await client.getListings({ propertyIds });
      expect(second).toEqual(whole[1]);
      expect(first?.refusals).toMatchObject([
        { part: method, error: { outcome: 'refused', entrataCode: code, method: 'getListings' } },
      ]);
      expect(first?.units.map(({ id }) => id)).toEqual(whole[0]?.units.map(({ id }) => id));
      expect(first?.units.flatMap(({ termRents }) => termRents)).toEqual([]);
      expect(first?.floorPlans).toEqual(whole[0]?.floorPlans);
      expect(whole.flatMap(({ refusals }) => refusals)).toEqual([]);
    },
  );

  it('has its units, and no floor plans, where these are refused', async () => {
    const { sandbox, client } = await sandboxClient('gateway');
    const withoutPlans = {
      PhysicalProperty: {
        Property: [
          { Identification: { IDValue: '700001' }, ILS_Unit: [{ Identification: { IDValue: '1' } }] },
        ],
      },
    };
    const body = JSON.stringify({ response: { code: 200, result: withoutPlans } });
    sandbox.fail({ method: 'getMitsPropertyUnits', fault: { kind: 'status', status: 200, body } });
    sandbox.fail({ method: 'getFloorPlans', fault: refusal(311) });
    const [listing] = await client.getListings({ propertyIds: ['700001'] });
    expect(listing?.refusals.map(({ part, error }) => [part, error.code])).toEqual([
      ['getFloorPlans', 'forbidden'],
    ]);
    expect(listing?.floorPlans).toEqual([]);
    expect(listing?.units.find(({ id }) => id === '1')).toBeDefined();
    expect(listing?.units.some(({ termRents }) => termRents.length > 0)).toBe(true);
  });
});

it.each<[string, Fault]>([
  ['a refused credential', refusal(401)],
  ['an app that is not linked', refusal(1403)],
  ['the rate limit', refusal(429)],
  ['a failure', refusal(500)],
  ['an unreadable reply', { kind: 'html', status: 200 }],
])('%s is about every call: the listings fail', async (_, fault) => {
  const { sandbox, client } = await sandboxClient('gateway', {}, { retry: { maxRetries: 0 } });
  sandbox.fail({ ...always, method: 'getUnitsAvailabilityAndPricing', propertyId: '700002', fault });
  expect(await failureOf(client.getListings({ propertyIds }))).toMatchObject({ method: 'getListings' });
});

it('there is no listing without the call that names the properties', async () => {
  const { sandbox, client } = await sandboxClient('gateway');
  sandbox.fail({ method: 'getMitsPropertyUnits', fault: refusal(311) });
  expect(await failureOf(client.getListings({ propertyIds }))).toMatchObject({ code: 'forbidden' });
});
