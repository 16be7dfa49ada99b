import {
  type Auth,
  apiKey,
  bearer,
  createEntrata,
  type HttpTransport,
  inventedIlsWire,
  offeredSlot,
  parseTourTime,
} from 'entrata-sdk';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };

/** An Entrata that offers these slots and keeps what is sent to it. */
function offering(slots: readonly { date: string; time: string }[]) {
  const bodies: string[] = [];
  const availableTour = slots.map(({ date, time }) => ({ tourDate: date, tourTime: [time] }));
  const prospects = { prospect: [{ applicationId: '7', status: 'Success' }] };
  const http: HttpTransport = {
    async send({ body }) {
      bodies.push(body);
      const result = { availableTours: { availableTour }, prospects };
      return { status: 200, headers: {}, body: JSON.stringify({ response: { code: 200, result } }) };
    },
    close: async () => {},
  };
  return { http, bodies };
}

it.each<[string, Auth, string, string]>([
  [
    'the ILS surface',
    bearer('t'),
    inventedIlsWire.sendLeads.slotDateField,
    inventedIlsWire.sendLeads.slotTimeField,
  ],
  ['the gateway', apiKey('k'), 'appointmentDate', 'appointmentTime'],
])(
  'sends back on %s, byte for byte, whatever Entrata offered, also after a stay in a store',
  async (_, auth, dateField, timeField) => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((each) => each.trim() !== '');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ date: text, time: text }), { minLength: 1, maxLength: 4 }),
        async (offered) => {
          const { http, bodies } = offering(offered);
          const entrata = createEntrata({
            http,
            wire: { slotEncoding: 'text', ...(auth.kind === 'bearer' && { ils: inventedIlsWire }) },
          });
          const client = entrata.client({ subdomain: 'demo', auth });
          const { slots } = await client.getTourAvailability({
            propertyId: '1',
            from: '2026-01-01',
            to: '2026-01-02',
          });
          expect(slots).toHaveLength(offered.length);
          for (const wanted of offered) {
            const stored = JSON.parse(JSON.stringify(offeredSlot(slots, wanted)?.raw));
            await client.sendLead({ propertyId: '1', person, slot: parseTourTime(stored).raw });
            const [event] = JSON.parse(bodies.at(-1) ?? '').method.params.prospects.prospect[0].events.event;
            expect([event[dateField], event[timeField]]).toEqual([wanted.date, wanted.time]);
          }
        },
      ),
      { numRuns: 60 },
    );
  },
);
