import assert from 'node:assert/strict';
import type { Store } from '../../store.js';
import type { ContractCase } from './contract-case.js';
import { sampleListing, sampleWebhook, storedHouse, storedUser } from './samples.js';

const texts: Readonly<Record<string, string>> = {
  'emoji and other 4-byte characters': '🏠 𝒯𝑜𝓊𝓇 👩‍👩‍👧 𠜎',
  'spaces at both ends': '  10:00 CST - 10:30 CST  ',
  'line ends and tabs': 'a\r\nb\nc\td\u2028e',
  'quotes, backslashes, percent signs': `'"\`\\ %_ \\' ; -- ? :name $1`,
  'composed and decomposed': 'é e\u0301 ﬁ İ ß',
  'a lone slash and plus': '+/=%2B%ZZ&&==',
  'nothing at all': '',
};

/** Writes a text where it matters most: in a slot and a message. */
async function openWith(store: Store, text: string) {
  const [user, house] = [await storedUser(store), await storedHouse(store)];
  const slot = { rawDate: text, rawTime: `${text}!` };
  return (await store.viewings.open({ userId: user.id, houseId: house.id, slot, message: text })).viewing;
}

export const valueCases: readonly ContractCase[] = [
  ...Object.entries(texts).map(
    ([kind, text]): ContractCase => ({
      name: `texts come back byte for byte: ${kind}`,
      async run({ store, other }) {
        const viewing = await other.viewings.find((await openWith(store, text)).id);
        assert.equal(viewing?.rawDate, text);
        assert.equal(viewing?.rawTime, `${text}!`);
        assert.equal(viewing?.message, text);
        const webhook = sampleWebhook({ rawQuery: text });
        await store.webhooks.append(webhook);
        assert.equal(await other.webhooks.rawQuery(webhook.logId), text);
        const listing = sampleListing({ amenities: [text], description: text });
        const { id, ...owner } = await storedHouse(store);
        await store.houses.replaceListing(owner, [listing]);
        const house = await other.houses.find(id);
        assert.deepEqual(house?.amenities, [text]);
        assert.equal(house?.description, text);
      },
    }),
  ),
  {
    name: 'texts come back byte for byte: as long as the capabilities say',
    async run({ store, other, capabilities }) {
      const text = '🏠 long '.repeat(Math.floor(capabilities.longTextCharacters / 8)).slice(0, -2);
      const viewing = await openWith(store, text);
      assert.equal((await other.viewings.find(viewing.id))?.message, text);
    },
  },
  {
    name: 'texts: a NUL comes back, or is refused with misuse',
    async run({ store, other }) {
      const text = 'before\0after';
      const opened = await openWith(store, text).catch((error: unknown) => error);
      if (opened instanceof Error) return assert.equal((opened as { code?: unknown }).code, 'misuse');
      const viewing = await other.viewings.find((opened as { id: string }).id);
      assert.equal(viewing?.message, text);
      assert.equal(viewing?.rawDate, text);
    },
  },
  {
    name: 'texts: half of a surrogate pair is refused with misuse, not replaced',
    async run({ store }) {
      await assert.rejects(openWith(store, 'half \ud83c'), { code: 'misuse' });
      await assert.rejects(store.webhooks.append(sampleWebhook({ rawQuery: 'half=\ud83c' })), {
        code: 'misuse',
      });
      assert.equal(await store.clients.findByCid('\ud83c'), undefined);
    },
  },
  {
    name: 'keys: differing by case, trailing space or accent they are different keys',
    async run({ store }) {
      const { id, ...target } = await storedHouse(store);
      const unitKeys = ['a', 'A', 'a ', 'á', ' a'];
      const change = await store.houses.replaceListing(
        target,
        unitKeys.map((unitKey) => sampleListing({ unitKey })),
      );
      assert.equal(change.inserted, unitKeys.length);
      const houses = await store.houses.list({ clientId: target.clientId, status: 'active' });
      assert.deepEqual(houses.items.map(({ unitKey }) => unitKey).sort(), [...unitKeys].sort());
    },
  },
  {
    name: 'instants come back to the precision that the capabilities say, in summer and winter and far away',
    async run({ store, other, capabilities }) {
      for (const instant of [
        '2026-03-08T07:59:59.999Z',
        '2026-03-08T08:00:00.001Z',
        '2026-11-01T06:30:00.500Z',
        '2026-11-01T07:30:00.500Z',
        '1999-12-31T23:59:59.123Z',
        '2037-12-31T23:59:59.987Z',
      ]) {
        const webhook = sampleWebhook({ receivedAt: instant });
        await store.webhooks.append(webhook);
        const read = await other.webhooks.find(webhook.logId);
        const expected = Math.floor(Date.parse(instant) / capabilities.instantPrecisionMs);
        assert.equal(Date.parse(read?.receivedAt ?? '') / capabilities.instantPrecisionMs, expected);
        assert.match(read?.receivedAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    },
  },
  {
    name: 'numbers come back exactly: coordinates, half baths, cents beyond 32 bits',
    async run({ store, other }) {
      const { id, ...target } = await storedHouse(store);
      const listing = sampleListing({
        latitude: 61.217381234567,
        longitude: -149.863129876543,
        bathrooms: { min: 1.5, max: 2.5 },
        rentCents: { min: 1, max: 9_007_199_254_740_991 },
        unitsAvailable: 0,
      });
      await store.houses.replaceListing(target, [listing]);
      const house = await other.houses.find(id);
      assert.equal(house?.latitude, listing.latitude);
      assert.equal(house?.longitude, listing.longitude);
      assert.deepEqual(house?.bathrooms, listing.bathrooms);
      assert.deepEqual(house?.rentCents, listing.rentCents);
      assert.equal(house?.unitsAvailable, 0);
    },
  },
];
