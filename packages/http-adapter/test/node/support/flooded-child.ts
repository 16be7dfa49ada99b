import { acceptUnverified, createApp, noApproval } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { createMemoryStore, type HouseListing, secret } from 'entrata-store';

/** A server with 200 houses in a process of its own, which a test may flood. */
const store = createMemoryStore();
const { client } = await store.clients.connect({
  cid: '1',
  subdomain: 'demo',
  companyName: 'Demo',
  token: { accessToken: secret('token'), expiresAt: undefined },
  agent: { name: 'Agent' },
});
const listing = (unitKey: string): HouseListing => ({
  unitKey,
  title: `House ${unitKey}`,
  description: 'A quiet house by the lake. '.repeat(40),
  street: undefined,
  city: undefined,
  state: undefined,
  postalCode: undefined,
  country: undefined,
  latitude: undefined,
  longitude: undefined,
  timeZone: undefined,
  bedrooms: undefined,
  bathrooms: undefined,
  squareFeet: undefined,
  rentCents: undefined,
  unitsAvailable: undefined,
  phone: undefined,
  website: undefined,
  officeHours: [],
  amenities: [],
  images: [],
  floorPlans: [],
  sourceHash: unitKey,
});
await store.houses.replaceListing(
  { clientId: client.id, propertyId: '1', operatorId: client.operatorId, agentUserId: client.agentUserId },
  Array.from({ length: 200 }, (_, index) => listing(String(index))),
);
const app = createApp({
  entrata: createEntrata(),
  store,
  webhook: { verify: acceptUnverified(), approval: noApproval() },
  authenticate: async () => undefined,
});
const server = await startServer(app);
process.send?.(server.url);
process.on('disconnect', () => process.exit());
