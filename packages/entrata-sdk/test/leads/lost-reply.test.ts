import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/outcome.js';
import { nextDays, sandboxClient, surfaces } from '../support/sandbox.js';

const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };

describe.each(surfaces)('a lead over the %s surface', (surface) => {
  it('is booked once when the reply is lost, and can be found again', async () => {
    const { client, sandbox, propertyId } = await sandboxClient(surface);
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const slot = slots[0]?.raw;
    if (!slot) throw new Error('no slots');
    sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
    const error = await failureOf(client.sendLead({ propertyId, person, slot }));
    expect(error).toMatchObject({ code: 'network', outcome: 'unknown' });
    expect(sandbox.ledger.appointments).toHaveLength(1);
    const [lead] = await client.findLeads({ propertyId, email: person.email });
    expect(lead?.events).toMatchObject([{ date: slot.date }]);
    if (surface === 'ils') expect(lead?.events[0]).toMatchObject({ rawDate: slot.date, rawTime: slot.time });
  });

  it('is sent again after a 429, and booked once', async () => {
    const { client, sandbox, propertyId } = await sandboxClient(surface);
    sandbox.fail({ method: 'sendLeads', fault: { kind: 'status', status: 429, retryAfter: '0' } });
    await client.sendLead({ propertyId, person });
    expect(sandbox.ledger.leads).toHaveLength(1);
  });
});
