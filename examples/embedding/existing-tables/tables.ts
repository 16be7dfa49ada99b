import type { UserRole, ViewingStatus } from 'entrata-store';
import type { TableOptions } from 'entrata-store/knex';

const roles: Readonly<Record<number, UserRole>> = { 1: 'admin', 2: 'agent', 3: 'user', 7: 'operator' };
/** `other` is only read: nobody writes it. */
const roleNumbers: Readonly<Record<UserRole, number>> = {
  admin: 1,
  agent: 2,
  user: 3,
  operator: 7,
  other: 0,
};

/** The portal knows three states of a viewing; ours stand in a column beside them. */
function portalStatus(status: ViewingStatus): string {
  if (status === 'confirmed') return 'ACCEPTED';
  return status === 'pending' || status === 'sending' || status === 'unknown' ? 'PENDING' : 'CANCELLED';
}

const seconds = (column: string) => ({ column, datetime: 0 }) as const;
const times = { createdAt: seconds('created_at'), updatedAt: seconds('updated_at') };

/** Where our fields live in the portal's tables; what is not named has our own column name, or our own table. */
export const tables: TableOptions = {
  users: {
    name: 'users',
    ids: 'database',
    columns: {
      role: {
        column: 'role',
        // Roles that mean nothing here have no rights here.
        read: (stored) => roles[Number(stored)] ?? 'other',
        write: (role: UserRole) => roleNumbers[role],
      },
      name: { column: 'name', width: 191 },
      email: { column: 'email', width: 191 },
      phone: { column: 'contact_no', width: 20 },
      companyName: { column: 'company_name', width: 191 },
      // The portal links users and operators by equal company names.
      operatorId: null,
      createdAt: seconds('created_at'),
    },
    insert: { status: 1 },
  },
  operators: {
    name: 'property_operators',
    ids: 'database',
    columns: { name: { column: 'name', width: 191 }, createdAt: seconds('created_at') },
    where: { deleted_at: null },
  },
  clients: {
    name: 'entrata_clients',
    ids: 'database',
    columns: {
      companyName: { column: 'company_name', width: 191 },
      accessToken: { column: 'access_token', width: 16_383 },
      operatorId: 'property_operator_id',
      agentUserId: 'user_id',
      ...times,
    },
  },
  houses: {
    name: 'houses',
    ids: 'database',
    columns: {
      clientId: 'entrata_client_id',
      propertyId: 'crm_block_id',
      operatorId: 'property_operator_id',
      agentUserId: 'user_id',
      status: 'entrata_status',
      title: { column: 'title', width: 191 },
      street: 'address',
      city: { column: 'city', width: 100 },
      latitude: 'lat',
      longitude: 'lng',
      unitsAvailable: 'number_available',
      phone: { column: 'property_operator_phone', width: 32 },
      ...times,
    },
    where: { crm_name: 'entrata', deleted_at: null },
    mirror: {
      status: { of: 'status', write: (status: string) => (status === 'active' ? 1 : 0) },
      price_pm: {
        of: 'rentMinCents',
        write: (cents: number | undefined) => (cents === undefined ? null : cents / 100),
      },
    },
  },
  viewings: {
    name: 'viewing_requests',
    ids: 'database',
    columns: {
      message: { column: 'message', width: 16_383 },
      leadId: { column: 'external_id', width: 64 },
      status: 'entrata_status',
      ...times,
    },
    where: { crm_name: 'entrata' },
    mirror: { status: { of: 'status', write: portalStatus } },
  },
  webhooks: {
    name: 'entrata_webhooks',
    ids: 'database',
    columns: {
      requestType: { column: 'request_type', width: 64 },
      cid: { column: 'cid', width: 32 },
      propertyId: { column: 'property_id', width: 32 },
      rawQuery: { column: 'raw_query', width: 16_383 },
      receivedAt: seconds('created_at'),
    },
  },
};
