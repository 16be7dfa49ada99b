import type { LeadEvent, LeadSummary } from 'entrata-sdk';
import type { ViewingRecord } from 'entrata-store';
import { describe, expect, test } from 'vitest';
import { claimOf, type MatchContext, matchLead } from '../../src/booking/match-lead.js';

const slot = { rawDate: '2026-11-25', rawTime: '14:00 MST - 14:30 MST' };
const at = '2026-11-24T16:00:00.000Z';

const viewingOf = (id: string, more: Partial<ViewingRecord> = {}) =>
  ({ id, status: 'unknown', attempts: 1, createdAt: at, updatedAt: at, ...slot, ...more }) as ViewingRecord;
const leadOf = (leadId: string, events: LeadEvent[] = [], createdAt: string | null = at): LeadSummary => ({
  leadId,
  events,
  ...(createdAt === null ? {} : { createdAt }),
});

const viewing = viewingOf('v1');
/** As a surface lists it that keeps the slot's texts and drops our comment. */
const silent: LeadEvent = { id: '1', ...slot };
const cancelled: LeadEvent = { ...silent, result: 'Cancelled' };

function match(leads: LeadSummary[], context: Partial<MatchContext> = {}, isComplete = true, of = viewing) {
  const stateOf = ({ result }: LeadEvent) => (result === undefined ? 'standing' : 'cancelled');
  const found = matchLead(
    of,
    { leads, isComplete },
    {
      stateOf,
      siblings: [],
      predecessors: [],
      rivals: [],
      reusesLeads: false,
      ...context,
    },
  );
  return found.answer === 'found' ? found.lead.leadId : found.answer;
}

describe('an event', () => {
  test('is the viewing’s by the last reference in its comment, since visitors may write one too', () => {
    expect(claimOf(viewing, { comment: 'See [ref v2]\n[ref v1]' })).toBe('reference');
    expect(claimOf(viewing, { ...silent, comment: '[ref v1]\n[ref v2]' })).toBeUndefined();
  });

  test('that names another viewing is never this one’s, but for the one whose place it takes', () => {
    const named: LeadEvent = { ...silent, comment: 'Hello [ref v0]' };
    expect(claimOf(viewing, named)).toBeUndefined();
    expect(claimOf(viewing, named, ['v0'])).toBe('slot');
  });

  test('at the same digits may be it where the texts are not kept', () => {
    expect(claimOf(viewing, { date: '2026-11-25', timeFrom: '14:00' })).toBe('perhaps');
    expect(claimOf(viewing, { date: '2026-11-25', timeFrom: '14:30' })).toBeUndefined();
    expect(
      claimOf(viewing, { ...silent, rawTime: '14:00 MST - 15:00 MST', timeFrom: '14:00' }),
    ).toBeUndefined();
  });
});

describe('the lead of an unknown viewing', () => {
  test('is the one that carries its reference, before one of equal texts', () => {
    expect(match([leadOf('7', [silent]), leadOf('8', [{ comment: '[ref v1]' }])])).toBe('8');
  });

  test('is the one appointment of its slot that no other viewing accounts for', () => {
    expect(match([leadOf('7', [silent])])).toBe('7');
    const sibling = viewingOf('v0', { status: 'confirmed', leadId: '7' });
    expect(match([leadOf('7', [silent])], { siblings: [sibling] })).toBe('absent');
    expect(match([leadOf('7', [silent, silent])], { siblings: [sibling] })).toBe('7');
  });

  test.each([{ rawTime: '15:00 MST - 15:30 MST' }, { rawDate: '2026-11-26' }])(
    'is not taken from it by another tour in the same lead, of another slot (%o)',
    (other) => {
      const of = (status: ViewingRecord['status']) => ({
        siblings: [viewingOf('v0', { ...other, status, leadId: '7' })],
      });
      expect(match([leadOf('7', [silent])], of('confirmed'))).toBe('7');
      expect(match([leadOf('7', [cancelled])], of('cancelled'))).toBe('ambiguous');
    },
  );

  test('is not told from another unknown viewing of the same slot', () => {
    expect(match([leadOf('7', [silent])], { rivals: [viewingOf('v0')] })).toBe('ambiguous');
  });

  test('is the one that was booked anew beside one that was cancelled before', () => {
    const sibling = viewingOf('v0', { status: 'cancelled', leadId: '7' });
    expect(match([leadOf('7', [cancelled, silent])], { siblings: [sibling] })).toBe('7');
    expect(match([leadOf('7', [cancelled])], { siblings: [sibling] })).toBe('absent');
  });

  test.each<[string, LeadSummary[]]>([
    ['its appointment was cancelled at Entrata', [leadOf('7', [{ ...cancelled, comment: '[ref v1]' }])]],
    ['an appointment of its slot was cancelled, perhaps its own', [leadOf('7', [cancelled])]],
    ['two appointments of its slot stand', [leadOf('7', [silent]), leadOf('8', [silent])]],
    ['something is at its digits', [leadOf('7', [{ date: '2026-11-25', timeFrom: '14:00' }])]],
    ['two leads without events came when it did', [leadOf('7'), leadOf('8')]],
    ['a lead without events does not say when it came', [leadOf('7', [], null)]],
  ])('is not known when %s', (_, leads) => {
    expect(match(leads)).toBe('ambiguous');
  });

  test('is a lead without events that came when it did, when nothing else may be it', () => {
    expect(match([leadOf('7')])).toBe('7');
    expect(match([leadOf('7', [], '2026-11-24T15:00:00.000Z')])).toBe('absent');
    expect(match([leadOf('7')], { siblings: [viewingOf('v0', { leadId: '7' })] })).toBe('absent');
    expect(match([leadOf('7')], { rivals: [viewingOf('v0')] })).toBe('ambiguous');
    const rivalsOwn = leadOf('8', [{ comment: '[ref v0]' }]);
    expect(match([leadOf('7'), rivalsOwn], { rivals: [viewingOf('v0')] })).toBe('7');
  });

  test('is never guessed for a change of time, which makes no lead', () => {
    expect(match([leadOf('7')], {}, true, viewingOf('v1', { replaces: 'v0' }))).toBe('absent');
  });

  test('is neither guessed nor absent where the list is not whole; a reference is enough', () => {
    expect(match([], {}, false)).toBe('ambiguous');
    expect(match([leadOf('7')], {}, false)).toBe('ambiguous');
    expect(match([leadOf('7', [{ comment: '[ref v1]' }])], {}, false)).toBe('7');
  });
});
