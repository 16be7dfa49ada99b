import assert from 'node:assert/strict';
import type { HouseListing, HouseRecord } from '../../houses/house-repository.js';
import type { ContractCase } from './contract-case.js';
import { connectedClient, newDigest, newDigits, sampleListing, sampleTerms } from './samples.js';

const listingOf = (house: HouseRecord): HouseListing => {
  const { id, clientId, propertyId, operatorId, agentUserId, status, createdAt, updatedAt, ...listing } =
    house;
  return listing;
};

const withoutTerms: Partial<HouseListing> = Object.fromEntries(
  Object.keys(sampleTerms).map((name) => [name, undefined]),
);

async function newTarget(store: Parameters<ContractCase['run']>[0]['store']) {
  const client = await connectedClient(store);
  return {
    clientId: client.id,
    propertyId: newDigits(),
    operatorId: client.operatorId,
    agentUserId: client.agentUserId,
  };
}

export const houseCases: readonly ContractCase[] = [
  {
    name: 'houses.replaceListing: every field comes back as it went in',
    async run({ store, other, capabilities }) {
      const target = await newTarget(store);
      const full = sampleListing({ unitKey: 'full' });
      const bare = sampleListing({
        unitKey: 'bare',
        description: undefined,
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
        ...withoutTerms,
      });
      const change = await store.houses.replaceListing(target, [full, bare]);
      assert.deepEqual(change, { inserted: 2, updated: 0, unchanged: 0, vanished: 0 });
      const houses = (await other.houses.list(target)).items;
      assert.equal(houses.length, 2);
      for (const [key, listing] of [
        ['full', full],
        ['bare', bare],
      ] as const) {
        const house = houses.find((candidate) => candidate.unitKey === key);
        assert.ok(house);
        const isWithout = !capabilities.keepsLaterFields && house.units === undefined;
        assert.deepEqual(listingOf(house), isWithout ? { ...listing, ...withoutTerms } : listing);
        assert.equal(house.operatorId, target.operatorId);
        assert.equal(house.agentUserId, target.agentUserId);
        assert.deepEqual(await other.houses.find(house.id), house);
      }
    },
  },
  {
    name: 'houses.replaceListing: inserts, updates, leaves and marks vanished; ids stay',
    async run({ store }) {
      const target = await newTarget(store);
      const [a, b, c] = ['a', 'b', 'c'].map((unitKey) => sampleListing({ unitKey }));
      assert.ok(a && b && c);
      await store.houses.replaceListing(target, [a, b]);
      const before = (await store.houses.list(target)).items;
      const changed = { ...b, title: 'Renamed', sourceHash: newDigest() };
      const change = await store.houses.replaceListing(target, [changed, c]);
      assert.deepEqual(change, { inserted: 1, updated: 1, unchanged: 0, vanished: 1 });
      const after = (await store.houses.list(target)).items;
      const find = (houses: readonly HouseRecord[], key: string) =>
        houses.find(({ unitKey }) => unitKey === key);
      assert.equal(find(after, 'a')?.status, 'vanished');
      assert.equal(find(after, 'b')?.title, 'Renamed');
      assert.equal(find(after, 'b')?.id, find(before, 'b')?.id);
      assert.equal(find(after, 'c')?.status, 'active');
      const same = await store.houses.replaceListing(target, [changed, c]);
      assert.deepEqual(same, { inserted: 0, updated: 0, unchanged: 2, vanished: 0 });
      const back = await store.houses.replaceListing(target, [a, changed, c]);
      assert.deepEqual(back, { inserted: 0, updated: 1, unchanged: 2, vanished: 0 });
      assert.equal(find((await store.houses.list(target)).items, 'a')?.status, 'active');
    },
  },
  {
    name: 'houses.replaceListing: an empty listing, or one with a key twice, is refused and changes nothing',
    async run({ store }) {
      const target = await newTarget(store);
      await store.houses.replaceListing(target, [sampleListing()]);
      const call = async (listing: readonly HouseListing[]) => store.houses.replaceListing(target, listing);
      await assert.rejects(call([]), { code: 'misuse' });
      await assert.rejects(call([sampleListing(), sampleListing()]), { code: 'misuse' });
      const houses = (await store.houses.list({ ...target, status: 'active' })).items;
      assert.equal(houses.length, 1);
    },
  },
  {
    name: 'houses.replaceListing: a refused house leaves nothing half-written',
    async run({ store, other }) {
      const target = await newTarget(store);
      const tooWide = sampleListing({ unitKey: 'b', title: 'x'.repeat(100_000) });
      await assert.rejects(store.houses.replaceListing(target, [sampleListing({ unitKey: 'a' }), tooWide]), {
        code: 'misuse',
      });
      assert.deepEqual((await other.houses.list(target)).items, []);
    },
  },
  {
    name: 'houses.replaceListing: ten at once end as one set of houses',
    async run({ store, other }) {
      const target = await newTarget(store);
      const listing = ['a', 'b', 'c'].map((unitKey) => sampleListing({ unitKey }));
      await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).houses.replaceListing(target, listing)),
      );
      const houses = (await store.houses.list(target)).items;
      assert.deepEqual(houses.map(({ unitKey }) => unitKey).sort(), ['a', 'b', 'c']);
    },
  },
  {
    name: 'houses.replaceListing: a new operator or agent is an update even when the listing is the same',
    async run({ store }) {
      const target = await newTarget(store);
      const elsewhere = await connectedClient(store);
      const listing = [sampleListing()];
      await store.houses.replaceListing(target, listing);
      const moved = { ...target, operatorId: elsewhere.operatorId, agentUserId: elsewhere.agentUserId };
      assert.equal((await store.houses.replaceListing(moved, listing)).updated, 1);
      const filter = { operatorId: elsewhere.operatorId };
      assert.equal((await store.houses.list(filter)).items.length, 1);
    },
  },
  {
    name: 'houses.hideAll: hides the active houses of one client until their next listings',
    async run({ store, other }) {
      const target = await newTarget(store);
      const neighbour = { ...target, propertyId: newDigits() };
      const foreign = await newTarget(store);
      for (const each of [target, neighbour, foreign])
        await store.houses.replaceListing(each, [sampleListing()]);
      assert.equal(await store.houses.hideAll(target.clientId), 2);
      assert.equal(await store.houses.hideAll(target.clientId), 0);
      const active = async ({ clientId }: { readonly clientId: string }) =>
        (await other.houses.list({ clientId, status: 'active' })).items.length;
      assert.deepEqual([await active(target), await active(foreign)], [0, 1]);
      await store.houses.replaceListing(target, [sampleListing()]);
      assert.equal(await active(target), 1);
    },
  },
  {
    name: 'houses.hide: hides the active houses of one property until the next listing',
    async run({ store, other }) {
      const target = await newTarget(store);
      const neighbour = { ...target, propertyId: newDigits() };
      const listing = [sampleListing()];
      await store.houses.replaceListing(target, listing);
      await store.houses.replaceListing(neighbour, listing);
      assert.equal(await store.houses.hide(target.clientId, target.propertyId), 1);
      assert.equal(await store.houses.hide(target.clientId, target.propertyId), 0);
      const active = await other.houses.list({ clientId: target.clientId, status: 'active' });
      assert.deepEqual(
        active.items.map(({ propertyId }) => propertyId),
        [neighbour.propertyId],
      );
      assert.equal((await store.houses.replaceListing(target, listing)).updated, 1);
      assert.equal((await other.houses.list({ ...target, status: 'active' })).items.length, 1);
    },
  },
];
