import { type ClientRecord, type NewClient, type StoreTransaction, textWidths } from 'entrata-store';
import { AdapterError } from '../core/adapter-error.js';
import { describeError } from '../core/describe-error.js';
import { cleanLine } from '../core/plain-text.js';
import type { ClientProof } from './prove-client.js';
import type { WebhookContext } from './webhook-context.js';

export interface ConnectedClient {
  readonly client: ClientRecord;
  readonly created: boolean;
  /** `renewed`: it has a new token, which may do what the one before could not. `healed`: it had none that worked. */
  readonly token: 'kept' | 'renewed' | 'healed';
}

/** Undoes the transaction: the client is revoked, perhaps since we looked. */
export class ClientRevoked extends Error {}

/**
 * Makes agent user, operator and client, linked; or gives a client that is there its new token and changes
 * nothing else about it. Throws {@link ClientRevoked}; what is written beside it is written for a client that is not. Throws
 * `code_rejected` for a code whose token was taken from the client when it was revoked.
 */
export async function connectClient(
  tx: StoreTransaction,
  { info, token, exchangedAt }: ClientProof,
  { companyName, agent }: ClientNames,
): Promise<ConnectedClient> {
  const { cid, subdomain } = info;
  const { client, created } = await tx.clients.connect({ cid, subdomain, companyName, token, agent });
  if (created) return { client, created, token: 'kept' };
  const isKnownToken = client.accessToken?.reveal() === token.accessToken.reveal();
  // An old code that is delivered again does not bring its old token back, above all not one that was taken from the
  // client when it was revoked.
  const isOutdated = exchangedAt !== undefined && exchangedAt <= client.updatedAt;
  if (isOutdated && client.status === 'needs_reauthorization' && client.accessToken === undefined)
    throw new AdapterError('code_rejected', 'The code was spent before the client was revoked');
  if (!isKnownToken && !(isOutdated && client.status === 'active')) {
    const replaced = await tx.clients.replaceToken(client.id, client.tokenVersion, { ...token, subdomain });
    if (replaced !== undefined)
      return { client: replaced, created, token: client.status === 'active' ? 'renewed' : 'healed' };
  }
  // Not replaced: it has this token, or another proven code was first and its token is as good.
  return holdClient(tx, client);
}

/**
 * A client that stays as it is; nobody revokes it before the transaction ends. Throws {@link ClientRevoked}, unless it
 * may be revoked.
 */
export async function holdClient(
  tx: StoreTransaction,
  { id }: ClientRecord,
  mayBeRevoked = false,
): Promise<ConnectedClient> {
  const client = await tx.clients.findLocked(id);
  if (client === undefined || (client.status === 'revoked' && !mayBeRevoked)) throw new ClientRevoked();
  return { client, created: false, token: 'kept' };
}

/** What a new client, its operator and its agent are called. */
export interface ClientNames {
  readonly companyName: string;
  readonly agent: NewClient['agent'];
}

interface Company {
  readonly cid: string;
  readonly subdomain: string;
  /** The first that is a name counts. */
  readonly companyNames: readonly (string | undefined)[];
}

const { operators, clients, users } = textWidths;
const companyWidth = Math.min(operators.name, clients.companyName, users.companyName, users.name);

/**
 * The names to store a company under, from what was chosen to what any table takes: the code is spent by then, and
 * a name that a mapped column refuses shall not cost the token. Never empty.
 */
export function clientNames(
  context: WebhookContext,
  { cid, subdomain, companyNames }: Company,
): readonly ClientNames[] {
  const companyName = companyNames.map((name) => cleanLine(name, companyWidth)).find(Boolean) ?? subdomain;
  const agent = agentOf(context, { cid, subdomain, companyName });
  const plain =
    companyName
      .normalize('NFKD')
      .replace(/[^ -~]/g, '')
      .slice(0, 40)
      .trim() || subdomain;
  const byName = (name: string): ClientNames => ({ companyName: name, agent: { name } });
  return [{ companyName, agent }, byName(companyName), byName(plain), byName(subdomain.slice(0, 20))];
}

/** What `newAgent` makes, as far as it is usable; it may throw, and its texts may be anything. */
function agentOf(
  { webhook, logger }: WebhookContext,
  company: { readonly cid: string; readonly subdomain: string; readonly companyName: string },
): NewClient['agent'] {
  const { companyName } = company;
  try {
    const made: { readonly [K in keyof NewClient['agent']]?: unknown } = webhook.newAgent?.(company) ?? {};
    const email = cleanLine(made.email, users.email + 1);
    return {
      name: cleanLine(made.name, users.name) ?? companyName,
      // Half an address would be somebody else's.
      email: email !== undefined && email.length <= users.email ? email : undefined,
      phone: cleanLine(made.phone, users.phone),
    };
  } catch (error) {
    logger.error(
      { cid: company.cid, ...describeError(error) },
      'newAgent failed: the agent is named like the company',
    );
    return { name: companyName };
  }
}
