import assert from 'node:assert/strict';
import { secret } from '../../core/secret.js';
import type { ContractCase } from './contract-case.js';
import { newDigest, past, sampleCodeEvent, soon } from './samples.js';

const token = (text: string) => ({ accessToken: secret(text), expiresAt: '2027-01-01T00:00:00.000Z' });

export const oauthCodeCases: readonly ContractCase[] = [
  {
    name: 'oauthCodes.claim: of 50 at once exactly one may exchange',
    async run({ store, other }) {
      const digest = newDigest();
      const until = soon(store);
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? store : other).oauthCodes.claim(digest, until)),
      );
      assert.equal(claims.filter(({ state }) => state === 'claimed').length, 1);
      const busy = claims.filter((claim) => claim.state === 'busy');
      assert.equal(busy.length, 49);
      assert.equal(busy[0]?.until, until);
    },
  },
  {
    name: 'oauthCodes.keepToken: the token is there for the next delivery',
    async run({ store, other }) {
      const digest = newDigest();
      const claim = await store.oauthCodes.claim(digest, soon(store));
      assert.ok(claim.state === 'claimed');
      assert.equal(await store.oauthCodes.keepToken(digest, claim.fence, token('kept')), true);
      const next = await other.oauthCodes.claim(digest, soon(store));
      assert.ok(next.state === 'exchanged');
      assert.equal(next.token.accessToken.reveal(), 'kept');
      assert.equal(next.token.expiresAt, '2027-01-01T00:00:00.000Z');
      assert.equal(await store.oauthCodes.keepToken(digest, claim.fence, token('twice')), false);
      assert.equal(await store.oauthCodes.refuse(digest, claim.fence), false);
      assert.equal(await store.oauthCodes.release(digest, claim.fence), false);
    },
  },
  {
    name: 'oauthCodes: a claim whose lease ran out goes to one other, and the old fence is refused',
    async run({ store, other }) {
      const digest = newDigest();
      const old = await store.oauthCodes.claim(digest, past(store));
      assert.ok(old.state === 'claimed');
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).oauthCodes.claim(digest, soon(store))),
      );
      const [fresh, ...more] = claims.filter((claim) => claim.state === 'claimed');
      assert.equal(more.length, 0);
      assert.ok(fresh?.state === 'claimed' && fresh.fence > old.fence);
      assert.equal(await store.oauthCodes.keepToken(digest, old.fence, token('stale')), false);
      assert.equal(await other.oauthCodes.keepToken(digest, fresh.fence, token('fresh')), true);
    },
  },
  {
    name: 'oauthCodes.refuse: final',
    async run({ store, other }) {
      const digest = newDigest();
      const claim = await store.oauthCodes.claim(digest, past(store));
      assert.ok(claim.state === 'claimed');
      assert.equal(await store.oauthCodes.refuse(digest, claim.fence), true);
      assert.deepEqual(await other.oauthCodes.claim(digest, soon(store)), { state: 'refused' });
    },
  },
  {
    name: 'oauthCodes.release: a redelivery may try at once, and who gave up may not keep a token',
    async run({ store, other }) {
      const digest = newDigest();
      const claim = await store.oauthCodes.claim(digest, soon(store));
      assert.ok(claim.state === 'claimed');
      assert.equal(await store.oauthCodes.release(digest, claim.fence), true);
      assert.equal(await store.oauthCodes.keepToken(digest, claim.fence, token('late')), false);
      const again = await other.oauthCodes.claim(digest, soon(store));
      assert.ok(again.state === 'claimed' && again.fence > claim.fence);
    },
  },
  {
    name: 'oauthCodes.claim: tells every later one of the event that the code first came with',
    async run({ store, other, capabilities }) {
      const digest = newDigest();
      const event = sampleCodeEvent();
      const first = await store.oauthCodes.claim(digest, past(store), event);
      assert.deepEqual(first, { state: 'claimed', fence: 1, first: event });
      const next = await other.oauthCodes.claim(digest, soon(store), sampleCodeEvent());
      assert.ok(next.state === 'claimed');
      await other.oauthCodes.keepToken(digest, next.fence, token('kept'));
      const last = await store.oauthCodes.claim(digest, soon(store), sampleCodeEvent());
      assert.ok(last.state === 'exchanged');
      if (!capabilities.keepsLaterFields && last.first === undefined) return;
      assert.deepEqual([next.first, last.first], [event, event]);
    },
  },
  {
    name: 'oauthCodes.forgetTokens: of these webhooks alone, what was exchanged and nothing else',
    async run({ store, other, capabilities }) {
      const made = await Promise.all(
        [0, 1, 2].map(async () => {
          const digest = newDigest();
          const event = sampleCodeEvent();
          const claim = await store.oauthCodes.claim(digest, soon(store), event);
          assert.ok(claim.state === 'claimed');
          return { digest, logId: event.logId, fence: claim.fence };
        }),
      );
      const [forgotten, kept, claimed] = made;
      assert.ok(forgotten && kept && claimed);
      for (const { digest, fence } of [forgotten, kept])
        assert.equal(await store.oauthCodes.keepToken(digest, fence, token('kept')), true);
      assert.equal(await store.oauthCodes.forgetTokens([]), 0);
      const count = await other.oauthCodes.forgetTokens([forgotten.logId, claimed.logId, newDigest()]);
      const stateOf = async ({ digest }: { digest: string }) =>
        (await store.oauthCodes.claim(digest, soon(store))).state;
      const [first, second, third] = await Promise.all(made.map(stateOf));
      assert.deepEqual([second, third], ['exchanged', 'busy']);
      if (!capabilities.keepsLaterFields && count === 0) assert.equal(first, 'exchanged');
      else assert.deepEqual([count, first], [1, 'refused']);
    },
  },
  {
    name: 'oauthCodes.purge: deletes those last touched before, up to the limit',
    async run({ store }) {
      const digest = newDigest();
      await store.oauthCodes.claim(digest, soon(store));
      assert.equal(await store.oauthCodes.purge('1999-01-01T00:00:00.000Z', 10), 0);
      while ((await store.oauthCodes.purge(soon(store), 1)) === 1);
      const again = await store.oauthCodes.claim(digest, soon(store));
      assert.deepEqual(again, { state: 'claimed', fence: 1, first: undefined });
    },
  },
];
