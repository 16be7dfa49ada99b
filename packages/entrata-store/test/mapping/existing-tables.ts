import type { UserRole, ViewingStatus } from '../../src/index.js';
import type { TableOptions } from '../../src/knex/index.js';

const roles: Readonly<Record<number, UserRole>> = { 1: 'admin', 2: 'agent', 3: 'user', 7: 'operator' };
/** `other` is only read: nobody writes it. */
const roleNumbers: Readonly<Record<UserRole, number>> = {
  admin: 1,
  agent: 2,
  user: 3,
  operator: 7,
  other: 0,
};

/** The portal knows three states of a viewing; ours are kept beside them. */
const portalStatus = (status: ViewingStatus) => {
  if (status === 'confirmed') return 'ACCEPTED';
  return status === 'pending' || status === 'sending' || status === 'unknown' ? 'PENDING' : 'CANCELLED';
};

export const existingTables: TableOptions = {
  users: {
    name: 'users',
    ids: 'database',
    columns: {
      // Roles of the portal that mean nothing here have no rights here.
      role: {
        column: 'role',
        read: (stored) => roles[Number(stored)] ?? 'other',
        write: (role: UserRole) => roleNumbers[role],
      },
      name: { column: 'name', width: 191 },
      email: { column: 'email', width: 191 },
      phone: { column: 'contact_no', width: 20 },
      companyName: { column: 'company_name', width: 191 },
      // The portal links users and operators by equal company names.
      operatorId: null,
      createdAt: { column: 'created_at', datetime: 0 },
    },
    insert: { status: 1 },
  },
  operators: {
    name: 'property_operators',
    ids: 'database',
    columns: { name: { column: 'name', width: 191 }, createdAt: { column: 'created_at', datetime: 0 } },
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
      createdAt: { column: 'created_at', datetime: 0 },
      updatedAt: { column: 'updated_at', datetime: 0 },
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
      createdAt: { column: 'created_at', datetime: 0 },
      updatedAt: { column: 'updated_at', datetime: 0 },
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
      createdAt: { column: 'created_at', datetime: 0 },
      updatedAt: { column: 'updated_at', datetime: 0 },
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
      receivedAt: { column: 'created_at', datetime: 0 },
    },
  },
};
