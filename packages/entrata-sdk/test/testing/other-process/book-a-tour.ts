import { bearer, createEntrata } from '../../../src/index.js';

// Another process of a user: it knows the sandbox by what its parent wrote down for it.
const { options, oauth, code } = JSON.parse(process.env.SANDBOX ?? '{}');
const entrata = createEntrata({ oauth, ...options });
const { accessToken } = await entrata.oauth.exchangeCode({ code });
const client = entrata.client({ subdomain: 'demo', auth: bearer(accessToken) });
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const range = { propertyId: '700001', from: day(2), to: day(8) };
const [slot] = (await client.getTourAvailability(range)).slots;
const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
const { leadId } = await client.sendLead({ propertyId: '700001', person, ...(slot && { slot: slot.raw }) });
console.log(leadId);
await entrata.close();
