import { bearer, createEntrata, type IlsWire, inventedIlsWire } from 'entrata-sdk';
import { expect, onTestFinished, test } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { rawServer } from '../support/raw-server.js';

const propertyId = '700001';

/** Approves against a server that answers every call with this `result`, under code 200. */
async function approve(result: unknown, changes: Partial<IlsWire['approveProperty']> = {}) {
  const server = await rawServer((response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ response: { requestId: '1', code: 200, result } }));
  });
  const entrata = createEntrata({
    ...server.options,
    wire: {
      ...server.options.wire,
      ils: { ...inventedIlsWire, approveProperty: { ...inventedIlsWire.approveProperty, ...changes } },
    },
  });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  return entrata.client({ subdomain: 'demo', auth: bearer('token') }).approveProperty({ propertyId });
}

test.each([
  ['its record', { propertyId: 700001, status: 'APPROVED', message: 'Property status updated.' }],
  ['a status alone', { status: 'Success' }],
  ['a message alone', { message: 'Property status updated.' }],
  ['a text', 'Property status updated.'],
  ['a list of records', { properties: { property: [{ PropertyID: '700001', status: 'Success' }] } }],
  [
    'attributes',
    { Properties: { Property: { '@attributes': { PropertyID: '0700001', Status: 'Success' } } } },
  ],
  ['records by id', { properties: { '700002': { status: 'Failed' }, '700001': { status: 'Success' } } }],
  ['its id alone', [{ propertyId }]],
])('is taken for accepted: %s', async (_, result) => {
  await expect(approve(result)).resolves.toBeUndefined();
});

test.each([
  ['its record', { propertyId: 700001, status: 'Failed', message: 'Not enabled' }, 'Not enabled'],
  ['a message', { propertyId: 700001, message: 'Error: not enabled' }, 'Error: not enabled'],
  ['a list', { properties: { property: [{ id: '700001', status: 'Failed' }] } }, 'Failed'],
  ['records by id', { '700001': { status: 'Failed' }, '700002': { status: 'Success' } }, 'Failed'],
  ['a number', { propertyId, status: 0 }, '0'],
  ['a flag', { propertyId, status: false }, 'false'],
  ['one of two records', [{ status: 'Success' }, { propertyId, status: 'Rejected' }], 'Rejected'],
  ['a text', 'Invalid property', 'Invalid property'],
])('is refused under code 200: %s', async (_, result, entrataMessage) => {
  const error = await failureOf(approve(result));
  expect(error).toMatchObject({ code: 'rejected', outcome: 'refused', method: 'approveProperty' });
  expect(error).toMatchObject({ entrataMessage, httpStatus: 200 });
});

test.each([
  ['no result', undefined],
  ['null', null],
  ['an empty list', []],
  ['an empty object', {}],
  ['an empty text', ''],
  ['nothing found', 'No records found with mentioned preferences.'],
  ['another property', { propertyId: 700002, status: 'Success' }],
  ['another property by id', { properties: { '700002': { status: 'Success' } } }],
  ['a number', 7],
])('is no acceptance under code 200: %s', async (_, result) => {
  const error = await failureOf(approve(result));
  expect(error).toMatchObject({ code: 'bad_response', outcome: 'unknown', method: 'approveProperty' });
});

test('is read by the function of the profile where there is one', async () => {
  const reads: unknown[] = [];
  const readAnswer: IlsWire['approveProperty']['readAnswer'] = (result, id) => {
    reads.push([result, id]);
    return result === 'queued' ? { says: 'approved' } : { says: 'refused', message: 'as we read it' };
  };
  await expect(approve('queued', { readAnswer })).resolves.toBeUndefined();
  expect(await failureOf(approve({ status: 'Success' }, { readAnswer }))).toMatchObject({
    code: 'rejected',
    entrataMessage: 'as we read it',
  });
  expect(reads).toEqual([
    ['queued', propertyId],
    [{ status: 'Success' }, propertyId],
  ]);
  const broken = () => {
    throw new Error('a bug');
  };
  expect(await failureOf(approve({}, { readAnswer: broken }))).toMatchObject({ code: 'bad_response' });
});
