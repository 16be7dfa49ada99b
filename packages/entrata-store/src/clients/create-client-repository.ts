import { checkNumber, checkObject, checkTextArgument } from '../core/check-option.js';
import { tryOpen } from '../core/cipher.js';
import { StoreError } from '../core/errors.js';
import type { Id } from '../core/ids.js';
import { secret } from '../core/secret.js';
import type { OperatorRow } from '../operators/operators-table.js';
import { OneOf } from '../rows/condition.js';
import type { NewRow, RowTable, Services, Session } from '../rows/row-table.js';
import { completeRow } from '../rows/row-table.js';
import type { UserRow } from '../users/users-table.js';
import type { ClientRecord, ClientRepository, ClientStatus, NewClient } from './client-repository.js';
import { type ClientRow, clientsTable } from './clients-table.js';
import { checkToken, sealToken } from './seal-token.js';

interface Tables {
  readonly clients: RowTable<ClientRow>;
  readonly operators: RowTable<OperatorRow>;
  readonly users: RowTable<UserRow>;
}

/** What a client's sealed token is bound to: it opens in this column of this client only. */
export const clientTokenContext = (cid: string) => `clients/accessToken/${cid}`;

export function createClientRepository(session: Session<Tables>, services: Services): ClientRepository {
  const { now, seal, onUnreadable } = services;

  /** A token that does not open is as good as none: the client has to authorise again, and then has a new one. */
  function toRecord(row: ClientRow): ClientRecord {
    if (row.accessToken === undefined) return { ...row, accessToken: undefined };
    const token = tryOpen(services, row.accessToken, clientTokenContext(row.cid));
    if (token !== undefined) return { ...row, accessToken: secret(token) };
    onUnreadable({ table: 'clients', id: row.id, field: 'accessToken' });
    const status = row.status === 'active' ? 'needs_reauthorization' : row.status;
    return { ...row, accessToken: undefined, status };
  }

  async function insertLinked(tables: Tables, client: NewClient): Promise<ClientRow | undefined> {
    const at = now();
    const operatorId = await tables.operators.insert({ name: client.companyName, createdAt: at });
    const agentUserId = await tables.users.insert({
      role: 'agent',
      name: client.agent.name,
      email: client.agent.email,
      phone: client.agent.phone,
      companyName: client.companyName,
      operatorId,
      createdAt: at,
    });
    const row: NewRow<ClientRow> = {
      cid: client.cid,
      subdomain: client.subdomain,
      companyName: client.companyName,
      accessToken: sealToken(seal, client.token, clientTokenContext(client.cid)),
      tokenExpiresAt: client.token.expiresAt,
      tokenVersion: 1,
      status: 'active',
      operatorId,
      agentUserId,
      createdAt: at,
      updatedAt: at,
    };
    const id = await tables.clients.insertIfAbsent(row);
    if (id !== undefined) return completeRow<ClientRow>(clientsTable, id, row);
    // Another writer was first: take back our two rows, which nobody has seen yet.
    await tables.users.remove({ id: agentUserId }, 1);
    await tables.operators.remove({ id: operatorId }, 1);
    return undefined;
  }

  return {
    async connect(client) {
      checkObject('client', client);
      checkTextArgument('clients.cid', client.cid);
      checkObject('clients.agent', client.agent);
      checkToken(client.token);
      return session.atomic(async (tables) => {
        const known = await tables.clients.first({ cid: client.cid });
        if (known) return { client: toRecord(known), created: false };
        const made = await insertLinked(tables, client);
        if (made) return { client: toRecord(made), created: true };
        const winner = await tables.clients.first({ cid: client.cid });
        if (winner) return { client: toRecord(winner), created: false };
        throw new StoreError('conflict', 'The client was connected and removed at once', { retryable: true });
      });
    },

    async replaceToken(id, expectedVersion, next) {
      checkToken(next);
      checkNumber('tokenVersion', expectedVersion);
      return session.atomic(async (tables) => {
        const row = await tables.clients.first({ id }, 'lock');
        if (!row || row.tokenVersion !== expectedVersion || row.status === 'revoked') return undefined;
        const set = {
          accessToken: sealToken(seal, next, clientTokenContext(row.cid)),
          tokenExpiresAt: next.expiresAt,
          tokenVersion: expectedVersion + 1,
          status: 'active' as const,
          subdomain: next.subdomain ?? row.subdomain,
          updatedAt: now(),
        };
        const changed = await tables.clients.update({ id, tokenVersion: expectedVersion }, set);
        return changed === 1 ? toRecord({ ...row, ...set }) : undefined;
      });
    },

    async requireReauthorization(id, tokenVersion) {
      const set = { status: 'needs_reauthorization', updatedAt: now() } as const;
      return (await session.tables.clients.update({ id, tokenVersion, status: 'active' }, set)) === 1;
    },

    async revoke(id) {
      const set = {
        status: 'revoked',
        accessToken: undefined,
        tokenExpiresAt: undefined,
        updatedAt: now(),
      } as const;
      const live = { id, status: new OneOf<ClientStatus>(['active', 'needs_reauthorization']) };
      return (await session.tables.clients.update(live, set)) === 1;
    },

    async reinstate(id) {
      const set = { status: 'needs_reauthorization', updatedAt: now() } as const;
      return (await session.tables.clients.update({ id, status: 'revoked' }, set)) === 1;
    },

    async findLocked(id) {
      const row = await session.tables.clients.first({ id }, 'share');
      return row && toRecord(row);
    },

    async find(id: Id) {
      const row = await session.tables.clients.first({ id });
      return row && toRecord(row);
    },

    async findByCid(cid) {
      const row = await session.tables.clients.first({ cid });
      return row && toRecord(row);
    },

    async list(page) {
      const order = { by: 'createdAt', direction: 'desc' } as const;
      const { rows, next } = await session.tables.clients.page({}, order, page);
      return { items: rows.map(toRecord), next };
    },
  };
}
