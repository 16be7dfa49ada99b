import { type Auth, apiKey, basic, bearer, createEntrata, type EntrataOptions } from 'entrata-sdk';
import { FakeEntrata, type FakeEntrataOptions } from 'entrata-sdk/testing';
import { onTestFinished } from 'vitest';

export type Surface = 'ils' | 'gateway' | 'legacy';
export const surfaces: readonly Surface[] = ['ils', 'gateway', 'legacy'];

export const oauth = { clientId: 'a1b2c3.example', clientSecret: 'canary-client-secret' };

/** A sandbox on a real socket and a client of its first company that speaks this surface. */
export async function sandboxClient(
  surface: Surface,
  sandboxOptions: FakeEntrataOptions = {},
  options: EntrataOptions = {},
) {
  const sandbox = new FakeEntrata({ oauth, ...sandboxOptions });
  const server = await sandbox.listen();
  const wire = { ...server.options.wire, ...options.wire };
  const entrata = createEntrata({ oauth, ...server.options, ...options, wire });
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const [company] = sandbox.companies;
  if (!company) throw new Error('the sandbox has no company');
  const { subdomain } = company;
  const authOf: Record<Surface, () => Promise<Auth>> = {
    async ils() {
      const token = await entrata.oauth.exchangeCode({ code: sandbox.issueCode(subdomain), subdomain });
      return bearer(token.accessToken);
    },
    gateway: async () => apiKey(company.apiKey),
    legacy: async () => basic(company.basic.username, company.basic.password),
  };
  const client = entrata.client({ subdomain, auth: await authOf[surface]() });
  return { sandbox, server, entrata, company, client, propertyId: company.properties[0]?.id ?? '' };
}

/** A range of days from tomorrow. */
export function nextDays(count: number, now = Date.now()): { from: string; to: string } {
  const day = (offset: number) => new Date(now + offset * 86_400_000).toISOString().slice(0, 10);
  return { from: day(1), to: day(count) };
}
