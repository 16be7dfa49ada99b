import { StoreError } from '../../src/index.js';
import { newDigest } from '../../src/testing/cases/samples.js';
import { type Fault, fault } from './fault.js';

export const listingFaults: readonly Fault[] = [
  fault('properties.recordEvent starts out reconciled', 'properties', (sound) => ({
    recordEvent: async (event) => {
      const answer = await sound.recordEvent(event);
      await sound.markReconciled(answer.property.id, answer.property.eventSeq, { state: 'active' });
      return answer;
    },
  })),
  fault('properties.recordEvent knows no duplicates', 'properties', (sound) => ({
    recordEvent: (event) => sound.recordEvent({ ...event, fingerprint: newDigest() }),
  })),
  fault('properties.recordEvent takes every event seen before for a duplicate', 'properties', (sound) => {
    const seen = new Set<string>();
    return {
      recordEvent: async (event) => {
        const known = await sound.findByEntrataId(event.clientId, event.propertyId);
        if (known && seen.has(event.fingerprint)) return { property: known, duplicate: true };
        seen.add(event.fingerprint);
        return sound.recordEvent(event);
      },
    };
  }),
  fault('properties.recordEvent gives two events one number', 'properties', (sound) => ({
    recordEvent: async (event) => {
      const { property, duplicate } = await sound.recordEvent(event);
      return { property: { ...property, eventSeq: Math.ceil(property.eventSeq / 2) }, duplicate };
    },
  })),
  fault('properties.recordEvent accepts a client that is not there', 'properties', (sound) => ({
    recordEvent: async (event) => {
      try {
        return await sound.recordEvent(event);
      } catch (error) {
        if (event.clientId !== '999999999') throw error;
        return { duplicate: false } as Awaited<ReturnType<typeof sound.recordEvent>>;
      }
    },
  })),
  fault('properties.markReconciled does not look for newer events', 'properties', (sound) => ({
    markReconciled: async (id, _, reached) =>
      sound.markReconciled(id, (await sound.find(id))?.eventSeq ?? 0, reached),
  })),
  fault('properties.markReconciled takes any state for the desired one', 'properties', (sound) => ({
    markReconciled: async (id, seq, reached) =>
      (await sound.markReconciled(id, seq, reached)) || (await sound.find(id))?.eventSeq === seq,
  })),
  fault('properties.unreconciled lists everything', 'properties', (sound) => ({
    unreconciled: (_, page) => sound.list({}, page),
  })),
  fault('properties.recordFailure writes what an older attempt met', 'properties', (sound) => ({
    recordFailure: async ({ id }, failure) => {
      const seen = await sound.find(id);
      return seen === undefined ? 'outdated' : sound.recordFailure(seen, failure);
    },
  })),
  fault('properties.recordFailure has everybody notify', 'properties', (sound) => ({
    recordFailure: async (seen, failure) => {
      const found = await sound.recordFailure(seen, failure);
      return found === 'outdated' ? found : { isDue: failure.notifyAfterMs === 0 };
    },
  })),
  fault('properties.recordFailure has what may pass notified at once', 'properties', (sound) => ({
    recordFailure: (seen, { code, notifyAfterMs }) =>
      sound.recordFailure(seen, { code, notifyAfterMs: notifyAfterMs === undefined ? undefined : 0 }),
  })),
  fault('properties.withdraw does nothing', 'properties', () => ({ withdraw: async () => 2 })),
  fault('properties.recordEvent takes every event for an activation', 'properties', (sound) => ({
    recordEvent: (event) => sound.recordEvent({ ...event, isActivation: true }),
  })),
  fault('properties.markReconciled forgets the name', 'properties', (sound) => ({
    markReconciled: (id, seq, { name: _, ...reached }) => sound.markReconciled(id, seq, reached),
  })),
  fault('properties.recordApproval forgets', 'properties', () => ({ recordApproval: async () => true })),
  fault('properties.recordApproval lets the last one win', 'properties', (sound) => ({
    recordApproval: (id, approval) => sound.recordApproval(id, approval),
  })),
  fault('houses.replaceListing drops the floor plans', 'houses', (sound) => ({
    replaceListing: (target, listing) =>
      sound.replaceListing(
        target,
        listing.map((house) => ({ ...house, floorPlans: [] })),
      ),
  })),
  fault('houses.replaceListing rounds coordinates', 'houses', (sound) => ({
    replaceListing: (target, listing) =>
      sound.replaceListing(
        target,
        listing.map((house) => ({ ...house, latitude: house.latitude && Math.fround(house.latitude) })),
      ),
  })),
  fault('houses.replaceListing folds keys that look alike', 'houses', (sound) => ({
    replaceListing: (target, listing) => {
      const houses = new Map(listing.map((house) => [house.unitKey.trim().toLowerCase(), house]));
      return sound.replaceListing(target, [...houses.values()]);
    },
  })),
  fault('houses.replaceListing keeps what is no longer listed', 'houses', (sound) => ({
    replaceListing: async (target, listing) => {
      const { items } = await sound.list({ clientId: target.clientId, propertyId: target.propertyId });
      const keys = new Set(listing.map(({ unitKey }) => unitKey));
      return sound.replaceListing(target, [...listing, ...items.filter(({ unitKey }) => !keys.has(unitKey))]);
    },
  })),
  fault('houses.replaceListing takes an empty listing for nothing to do', 'houses', (sound) => ({
    replaceListing: async (target, listing) =>
      listing.length === 0
        ? { inserted: 0, updated: 0, unchanged: 0, vanished: 0 }
        : sound.replaceListing(target, listing),
  })),
  fault('houses.replaceListing writes house by house', 'houses', (sound) => ({
    replaceListing: async (target, listing) => {
      const total = { inserted: 0, updated: 0, unchanged: 0, vanished: 0 };
      for (const [index, house] of listing.entries()) {
        const change = await sound.replaceListing(target, [...listing.slice(0, index), house]);
        total.inserted += change.inserted;
      }
      return total;
    },
  })),
  fault('houses.replaceListing fails when another is at it', 'houses', (sound) => {
    const running = new Set<string>();
    return {
      replaceListing: async (target, listing) => {
        if (running.has(target.propertyId)) throw new StoreError('conflict', 'busy');
        running.add(target.propertyId);
        try {
          await new Promise((resolve) => setImmediate(resolve));
          return await sound.replaceListing(target, listing);
        } finally {
          running.delete(target.propertyId);
        }
      },
    };
  }),
  fault('houses.replaceListing looks at the hash alone', 'houses', (sound) => ({
    replaceListing: async (target, listing) => {
      const { items } = await sound.list({ clientId: target.clientId, propertyId: target.propertyId });
      const [known] = items;
      const isSame = known && listing.every(({ sourceHash }) => sourceHash === known.sourceHash);
      return isSame
        ? { inserted: 0, updated: 0, unchanged: listing.length, vanished: 0 }
        : sound.replaceListing(target, listing);
    },
  })),
  fault('houses.hide hides nothing', 'houses', () => ({ hide: async () => 1 })),
  fault('houses.hideAll hides those of one property', 'houses', (sound) => ({
    hideAll: async (clientId) => {
      const [house] = (await sound.list({ clientId, status: 'active' })).items;
      return house === undefined ? 0 : sound.hide(clientId, house.propertyId);
    },
  })),
];
