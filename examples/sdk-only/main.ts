import { bearer, createEntrata } from 'entrata-sdk';
import { FakeEntrata } from 'entrata-sdk/testing';

const sandbox = new FakeEntrata({ oauth: { clientId: 'my-app', clientSecret: 'my-secret' } });
const server = await sandbox.listen();
const entrata = createEntrata({
  oauth: { clientId: 'my-app', clientSecret: 'my-secret' },
  ...server.options,
});

// Entrata pushes a one-time code to your webhook; here the sandbox hands one out.
const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
const client = entrata.client({ subdomain: 'demo', auth: bearer(accessToken) });

const [property] = await client.getProperties();
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const propertyId = property?.id ?? '';
const { slots } = await client.getTourAvailability({ propertyId, from: day(1), to: day(14) });
console.log(`${property?.name}: ${slots[0]?.raw.time} is ${slots[0]?.display?.label} for you`);

const person = { firstName: 'Riley', lastName: 'Renter', email: 'riley@example.test' };
const { leadId } = await client.sendLead({ propertyId, person, ...(slots[0] && { slot: slots[0].raw }) });
console.log(`booked: lead ${leadId}`);
await server.close();
