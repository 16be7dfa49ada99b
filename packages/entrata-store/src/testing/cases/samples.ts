import { randomUUID } from 'node:crypto';
import type { ClientRecord, NewClient } from '../../clients/client-repository.js';
import type { Page, PageRequest } from '../../core/page.js';
import { secret } from '../../core/secret.js';
import type { HouseListing, HouseRecord } from '../../houses/house-repository.js';
import type { PropertyEvent } from '../../properties/property-repository.js';
import type { Store } from '../../store.js';
import type { UserRecord } from '../../users/user-repository.js';
import type { NewViewing } from '../../viewings/viewing-repository.js';
import type { NewWebhook } from '../../webhooks/webhook-repository.js';

/** Digits nobody else uses: Entrata's ids are decimal. */
export const newDigits = (): string =>
  BigInt(`0x${randomUUID().replaceAll('-', '')}`)
    .toString()
    .slice(0, 18);

export const newDigest = (): string => (randomUUID() + randomUUID()).replaceAll('-', '');

export const sampleClient = (changes: Partial<NewClient> = {}): NewClient => ({
  cid: newDigits(),
  subdomain: 'example',
  companyName: 'Example Homes',
  token: { accessToken: secret('token-1'), expiresAt: '2027-01-02T03:04:05.678Z' },
  agent: { name: 'Example Agent', email: 'agent@example.test', phone: '+1 312 555 0100' },
  ...changes,
});

export const sampleEvent = (client: ClientRecord, changes: Partial<PropertyEvent> = {}): PropertyEvent => ({
  clientId: client.id,
  propertyId: newDigits(),
  desiredState: 'active',
  fingerprint: newDigest(),
  logId: randomUUID(),
  ...changes,
});

export const sampleListing = (changes: Partial<HouseListing> = {}): HouseListing => ({
  unitKey: '',
  title: 'Lake View Lofts',
  description: 'Bright & quiet',
  street: '1 Example Street',
  city: 'Chicago',
  state: 'IL',
  postalCode: '60601',
  country: 'US',
  latitude: 41.8781,
  longitude: -87.6298,
  timeZone: 'America/Chicago',
  bedrooms: { min: 0, max: 2 },
  bathrooms: { min: 1, max: 1.5 },
  squareFeet: { min: 410, max: 900 },
  rentCents: { min: 123_400, max: 256_700 },
  unitsAvailable: 3,
  phone: '312-555-0101',
  website: 'https://lofts.example.test/',
  officeHours: [{ day: 'Monday', open: '9:00 AM', close: '6:00 PM', byAppointment: false }],
  amenities: ['Pool', 'Bike room'],
  images: [{ url: 'https://images.example.test/1.jpg', caption: 'Lobby' }],
  floorPlans: [{ id: '7', name: 'A1', bedrooms: 1, rentCents: { min: 123_400, max: 123_400 } }],
  ...sampleTerms,
  sourceHash: newDigest(),
  ...changes,
});

/** What a mapped table of the first release has no columns for. */
export const sampleTerms = {
  availabilityUrl: 'https://lofts.example.test/apply',
  featured: true,
  applicationFees: [{ applicant: 'Primary', amountCents: 5_000 }],
  petPolicies: [{ allowed: true, petType: 'Dog', count: '2', weight: '50 lbs' }],
  specials: [{ title: 'Move in now', text: 'One month free', value: '1 month' }],
  leaseTerms: [
    { name: '12 Months', months: 12, startWindows: [{ from: '2026-12-01', to: '2026-12-15' }] },
    { name: 'Fall' },
  ],
  spaceOptions: ['Private', 'Shared'],
  units: [
    {
      id: '901',
      number: '204B',
      floorPlanId: '7',
      building: 'North',
      floor: '2',
      bedrooms: 1,
      squareFeet: 610,
      rentCents: { min: 123_400, max: 130_000 },
      availableOn: '2026-12-01',
      amenities: ['Balcony'],
    },
  ],
} as const satisfies Partial<HouseListing>;

export const sampleWebhook = (changes: Partial<NewWebhook> = {}): NewWebhook => ({
  logId: randomUUID(),
  receivedAt: '2026-11-23T12:00:00.000Z',
  method: 'GET',
  requestType: 'ACTIVATION',
  cid: newDigits(),
  propertyId: newDigits(),
  remoteAddress: '192.0.2.1',
  rawQuery: 'cid=1&auth_code=a+b%2F==&x=%ZZ',
  ...changes,
});

export const sampleCodeEvent = () => ({ fingerprint: newDigest(), logId: randomUUID() });

export async function connectedClient(store: Store): Promise<ClientRecord> {
  return (await store.clients.connect(sampleClient())).client;
}

export async function storedHouse(store: Store, client?: ClientRecord): Promise<HouseRecord> {
  const owner = client ?? (await connectedClient(store));
  const propertyId = newDigits();
  const target = {
    clientId: owner.id,
    propertyId,
    operatorId: owner.operatorId,
    agentUserId: owner.agentUserId,
  };
  await store.houses.replaceListing(target, [sampleListing()]);
  const [house] = (await store.houses.list({ clientId: owner.id, propertyId })).items;
  if (!house) throw new Error('The house just stored is not listed');
  return house;
}

export const storedUser = (store: Store): Promise<UserRecord> =>
  store.users.insert({ role: 'user', name: 'Example Renter', email: 'renter@example.test' });

export const sampleSlot = {
  rawDate: '11/24/2026',
  rawTime: '10:00 CST - 10:30 CST',
  startsAt: '2026-11-24T16:00:00.000Z',
  endsAt: '2026-11-24T16:30:00.000Z',
};

/** A viewing of a house and by a user of its own. */
export async function newViewing(store: Store, changes: Partial<NewViewing> = {}): Promise<NewViewing> {
  const [user, house] = [await storedUser(store), await storedHouse(store)];
  const request = { userId: user.id, houseId: house.id, tourType: 'AGENT_GUIDED', slot: sampleSlot } as const;
  return { ...request, message: 'Hello', ...changes };
}

export const minutesAfter = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

export const soon = ({ now }: Pick<Store, 'now'>): string => new Date(now().getTime() + 60_000).toISOString();
export const past = ({ now }: Pick<Store, 'now'>): string => new Date(now().getTime() - 60_000).toISOString();

/** All items of a list, page by page. */
export async function everyPage<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page: Page<T> = await list({ limit: 100, after });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}
