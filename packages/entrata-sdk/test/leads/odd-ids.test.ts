import { describe, expect, it, test } from 'vitest';
import { decodePickLists } from '../../src/leads/get-lead-pick-lists.js';
import { decodeLeads } from '../../src/leads/read-leads.js';
import { takenRecord } from '../../src/leads/taken-record.js';
import { decodeProperties } from '../../src/properties/get-properties.js';

/** No id that can be kept, and sent again as it came. */
const oddIds = ['7'.repeat(200), '7\u0000', '7\ud83c', -7, 7.5, 2 ** 53, { a: { b: '' } }];

const answer = (record: object) => ({ prospects: { prospect: [{ status: 'Success', ...record }] } });

describe.each(oddIds)('the id %j', (odd) => {
  it('of an applicant is left out, and its lead is taken', () => {
    for (const name of ['applicantId', 'applicant_id'])
      expect(takenRecord(answer({ applicationId: '42', [name]: odd }), 'm')).toEqual({
        status: 'Success',
        applicationId: '42',
      });
  });

  it('of a lead is none', () => {
    expect(takenRecord(answer({ applicationId: odd }), 'm').applicationId).toBeUndefined();
  });

  it('of an applicant or an event is left out where leads are listed', () => {
    const lead = {
      applicationId: '42',
      applicantId: odd,
      customers: { customer: [{ applicantId: odd }] },
      events: { event: [{ eventId: odd, typeId: odd, eventResultId: odd, appointmentDate: '11/30/2026' }] },
    };
    expect(decodeLeads({ prospects: [lead] }, undefined, 'm')).toEqual([
      { leadId: '42', events: [{ date: '2026-11-30' }] },
    ]);
  });

  it('of a source leads out that source', () => {
    const LeadSources = {
      LeadSource: [
        { id: odd, name: 'Odd' },
        { id: '3', name: 'Web' },
      ],
    };
    const own = { Property: { 1: { LeadSources } } };
    expect(decodePickLists(own, '1').leadSources).toEqual([{ id: '3', name: 'Web' }]);
  });
});

test('names are text for people, also where an id stands in for one', () => {
  const [lead] = decodeLeads(
    {
      prospects: [
        {
          applicationId: '42',
          customers: { customer: [{ firstName: 'Zo&euml;', lastName: '<b>Doe</b>' }] },
          events: { event: [{ type: '<i>Tour</i>' }] },
        },
      ],
    },
    undefined,
    'm',
  );
  expect(lead).toMatchObject({ firstName: 'Zoë', lastName: 'Doe', events: [{ type: 'Tour' }] });
  const LeadSources = { LeadSource: [{ id: '3', name: 'Caf&eacute;' }, { id: '<b>4</b>' }, { id: '<b>' }] };
  expect(decodePickLists({ Property: { 1: { LeadSources } } }, '1').leadSources).toEqual([
    { id: '3', name: 'Café' },
    { id: '<b>4</b>', name: '4' },
    { id: '<b>', name: 'unnamed' },
  ]);
  const SpaceOptions = { SpaceOption: [{ Id: '<b>5</b>' }] };
  const Property = [{ PropertyID: '<i>1</i>', SpaceOptions }];
  expect(decodeProperties({ PhysicalProperty: { Property } })).toMatchObject([
    { id: '<i>1</i>', name: '1', spaceOptions: [{ id: '<b>5</b>', name: '5' }] },
  ]);
});
