import { isEntrataError } from 'entrata-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, readEnvelope } from '../../src/call/envelope.js';
import { judgeReply } from '../../src/call/judge-reply.js';
import { decodePickLists } from '../../src/leads/get-lead-pick-lists.js';
import { decodeLeads } from '../../src/leads/read-leads.js';
import { takenRecord } from '../../src/leads/taken-record.js';
import { decodeProperties } from '../../src/properties/get-properties.js';
import { decodePricing } from '../../src/properties/pricing.js';
import { decodeFloorPlans, decodeMits } from '../../src/properties/read-listings.js';
import { cutWindows } from '../../src/tours/cut-windows.js';
import { decodeSlots } from '../../src/tours/read-slots.js';

// Trees made of the keys that our readers look for, so that they get deep into them.
const keys = [
  '@attributes',
  'PhysicalProperty',
  'Property',
  'PropertyID',
  'Address',
  'PropertyHours',
  'OfficeHours',
  'OfficeHour',
  'OpenTime',
  'Identification',
  'IDValue',
  'Floorplan',
  'FloorPlans',
  'FloorPlan',
  'Room',
  'Deposit',
  'Amount',
  'ValueRange',
  'ILS_Unit',
  'Units',
  'Unit',
  'ILS_Units',
  'PropertyUnits',
  'PropertyUnit',
  'UnitSpace',
  'Rent',
  'TermRent',
  'Availability',
  'File',
  'Src',
  'availableTours',
  'availableTour',
  'tourDate',
  'tourTime',
  'prospects',
  'prospect',
  'Prospects',
  'Prospect',
  'applicationId',
  'customers',
  'customer',
  'events',
  'event',
  'status',
  'message',
  'name',
  'propertyCalendarAvailability',
  'availableHours',
  'availableHour',
  'date',
  'startTime',
  'endTime',
  'EventTypes',
  'EventType',
  '1',
  '7',
  'response',
  'result',
  'error',
  'code',
  'EffectiveRent',
  'MadeReadyDate',
  'b',
  '@value',
];
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 9, withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(
        null,
        '',
        '1,234.50',
        '$95.00',
        '900 SquareFeet',
        '07/15/2024',
        '9:00 AM',
        '09:00:00MST',
        'Success',
      ),
    ),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 8 }),
  ),
}));

const readers: Record<string, (result: unknown) => unknown> = {
  decodeProperties,
  decodeFloorPlans,
  decodeMits: (result) => decodeMits(result, 'm'),
  decodePricing: (result) => decodePricing(result, 'm'),
  decodeSlots: (result) => decodeSlots(result, 'm'),
  cutWindows: (result) => cutWindows(result, { tourType: 'AGENT_GUIDED', now: 0, method: 'm' }),
  decodeLeads: (result) => decodeLeads(result, { date: 'd', time: 't' }, 'm'),
  decodePickLists: (result) => decodePickLists(result, '7'),
  takenRecord: (result) => takenRecord(result, 'm'),
};

const endsWell = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    expect(isEntrataError(error)).toBe(true);
  }
};

describe('whatever Entrata answers', () => {
  it.each(Object.keys(readers))('%s reads it or throws an EntrataError', (name) => {
    fc.assert(
      fc.property(tree, (result) => endsWell(() => readers[name]?.(result))),
      { numRuns: 400 },
    );
  });

  it('any body with any status is a result or an EntrataError', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      tree.map((value) => JSON.stringify(value) ?? ''),
    );
    fc.assert(
      fc.property(bodies, fc.integer({ min: 100, max: 599 }), (body, status) =>
        endsWell(() =>
          judgeReply(
            { status, headers: {}, body },
            parseJson(body),
            { method: 'm', requestId: undefined, secrets: [] },
            { now: 0, wire: { reauthorizeCodes: new Set([401]), saysNothing: () => false } },
          ),
        ),
      ),
      { numRuns: 2_000 },
    );
  });

  it('an error in the envelope is never taken for a result', () => {
    const code = fc.oneof(
      fc.integer({ min: 100, max: 9_999 }),
      fc.integer({ min: 100, max: 9_999 }).map(String),
    );
    fc.assert(
      fc.property(code, fc.string(), tree, fc.boolean(), (errorCode, message, result, isWrapped) => {
        const reply = { error: { code: errorCode, message }, code: 200, result };
        const envelope = readEnvelope(isWrapped ? { response: reply } : reply);
        expect(envelope).toMatchObject({ ok: false, code: Number(errorCode) });
      }),
    );
  });

  it('the words of a status are an error where nothing else says how it went, and only there', () => {
    const status = { message: 'Done.' };
    expect(readEnvelope({ response: { status } })).toMatchObject({ ok: false, message: 'Done.' });
    expect(readEnvelope({ response: { status, code: 200 } })).toMatchObject({ ok: true, code: 200 });
    expect(readEnvelope({ response: { status, result: { a: 1 } } })).toMatchObject({
      ok: true,
      result: { a: 1 },
    });
  });

  const lists = [
    decodeProperties,
    decodeFloorPlans,
    readers.decodeMits,
    readers.decodePricing,
    readers.decodeSlots,
    readers.decodeLeads,
  ];

  it('no result, or a text that is not "nothing found", does not pass for an empty list', () => {
    for (const read of lists) {
      for (const result of [
        undefined,
        'Something went wrong for ada@example.test',
        'Not authorized to view this property.',
        'This service is not available.',
        { error: { code: 314 } },
        { PhysicalProperty: { Other: 1 }, FloorPlans: { Other: 1 }, availableTours: { '2026-01-15': ['x'] } },
      ]) {
        expect(() => read?.(result)).toThrow(expect.objectContaining({ code: 'bad_response' }));
      }
    }
  });

  it('a text for a result means that nothing was found', () => {
    for (const text of [
      'No records found with mentioned preferences.',
      'No tours are available on these days.',
      'Data not found',
      'None',
    ]) {
      for (const read of lists) expect(read?.(text)).toEqual([]);
    }
  });

  it('an empty element for a result is an empty list', () => {
    for (const empty of ['', [], [''], {}, null]) {
      for (const read of lists) expect(read?.(empty)).toEqual([]);
    }
  });
});
