import { secret } from '../../src/index.js';
import { sampleClient } from '../../src/testing/cases/samples.js';
import { type Fault, fault } from './fault.js';

export const clientFaults: readonly Fault[] = [
  fault('users.insert forgets the phone', 'users', (sound) => ({
    insert: async (user) => ({ ...(await sound.insert({ ...user, phone: undefined })), phone: user.phone }),
  })),
  fault('users.find takes any id for the first user', 'users', (sound) => ({
    find: async (id) => (await sound.find(id)) ?? (await sound.list()).items[0],
  })),
  fault('users.list repeats the last row of a page', 'users', (sound) => ({
    list: async (filter, page) => {
      const answer = await sound.list(filter, page);
      const last = answer.items.at(-1);
      return last && page?.limit === 2 ? { ...answer, items: [...answer.items, last] } : answer;
    },
  })),
  fault('users.list ignores the role', 'users', (sound) => ({ list: (_, page) => sound.list({}, page) })),
  fault('operators.findByName ignores spaces at the end', 'operators', (sound) => ({
    findByName: (name) => sound.findByName(name.trimEnd()),
  })),
  fault('clients.connect makes an agent of another company', 'clients', (sound, store) => ({
    connect: async (client) => {
      const { client: made, created } = await sound.connect(client);
      const stranger = await store.users.insert({ role: 'user', name: 'Nobody' });
      return { client: { ...made, agentUserId: stranger.id }, created };
    },
  })),
  fault('clients.connect forgets when the token expires', 'clients', (sound) => ({
    connect: (client) => sound.connect({ ...client, token: { ...client.token, expiresAt: undefined } }),
  })),
  fault('clients.connect takes the newest token of a known cid', 'clients', (sound) => ({
    connect: async (client) => {
      const answer = await sound.connect(client);
      if (answer.created) return answer;
      const { id, tokenVersion } = answer.client;
      return {
        client: (await sound.replaceToken(id, tokenVersion, client.token)) ?? answer.client,
        created: false,
      };
    },
  })),
  fault('clients.connect leaves an operator behind when it was not first', 'clients', (sound) => ({
    connect: async (client) => {
      const answer = await sound.connect(client);
      if (!answer.created) await sound.connect(sampleClient({ companyName: client.companyName }));
      return answer;
    },
  })),
  fault('clients.connect says created to everybody', 'clients', (sound) => ({
    connect: async (client) => ({ ...(await sound.connect(client)), created: true }),
  })),
  fault('clients.replaceToken does not compare the version', 'clients', (sound) => ({
    replaceToken: async (id, _, next) =>
      sound.replaceToken(id, (await sound.find(id))?.tokenVersion ?? 0, next),
  })),
  fault('clients.requireReauthorization is true for everybody', 'clients', (sound) => ({
    requireReauthorization: async (id, version) => {
      await sound.requireReauthorization(id, version);
      return true;
    },
  })),
  fault('clients.revoke does nothing', 'clients', () => ({ revoke: async () => true })),
  fault('clients.reinstate makes the client active', 'clients', (sound) => ({
    reinstate: async (id) => {
      const reinstated = await sound.reinstate(id);
      const client = reinstated ? await sound.find(id) : undefined;
      const token = { accessToken: secret('token-1'), expiresAt: undefined };
      if (client !== undefined) await sound.replaceToken(id, client.tokenVersion, token);
      return reinstated;
    },
  })),
  fault('clients.findLocked finds nobody', 'clients', () => ({ findLocked: async () => undefined })),
  fault('clients hand out tokens as they are', 'clients', (sound) => ({
    connect: async (client) => {
      const answer = await sound.connect(client);
      const token = answer.client.accessToken?.reveal() ?? '';
      return { ...answer, client: { ...answer.client, accessToken: { reveal: () => token, token } } };
    },
  })),
  fault('clients.list comes oldest first', 'clients', (sound) => ({
    list: async (page) => {
      const answer = await sound.list(page);
      return { ...answer, items: [...answer.items].reverse() };
    },
  })),
  fault('oauthCodes.claim lets everybody in', 'oauthCodes', (sound) => ({
    claim: async (digest, until, event) => {
      const claim = await sound.claim(digest, until, event);
      return claim.state === 'busy' ? { state: 'claimed', fence: 1, first: undefined } : claim;
    },
  })),
  fault('oauthCodes.claim tells the latest event for the first', 'oauthCodes', (sound) => ({
    claim: async (digest, until, event) => {
      const claim = await sound.claim(digest, until, event);
      return 'first' in claim ? { ...claim, first: event } : claim;
    },
  })),
  fault('oauthCodes.keepToken keeps another token', 'oauthCodes', (sound) => ({
    keepToken: (digest, fence) =>
      sound.keepToken(digest, fence, { accessToken: secret('another'), expiresAt: undefined }),
  })),
  fault('oauthCodes.keepToken does not look at the fence', 'oauthCodes', (sound) => ({
    keepToken: async (digest, fence, token) => {
      for (let current = fence; current < fence + 5; current += 1)
        if (await sound.keepToken(digest, current, token)) return true;
      return false;
    },
  })),
  fault('oauthCodes.refuse only gives the claim back', 'oauthCodes', (sound) => ({ refuse: sound.release })),
  fault('oauthCodes.release leaves the lease', 'oauthCodes', () => ({ release: async () => true })),
  fault('oauthCodes.forgetTokens forgets nothing', 'oauthCodes', (sound) => ({
    forgetTokens: async (logIds) => (await sound.forgetTokens([])) + Math.sign(logIds.length),
  })),
  fault('oauthCodes.purge deletes nothing', 'oauthCodes', () => ({ purge: async () => 0 })),
];
