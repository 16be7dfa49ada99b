import type { Knex } from 'knex';

/** Tables as a PHP portal may have them: AUTO_INCREMENT ids, whole seconds, soft deletes, rows of other kinds. */
const tables = [
  `create table users (
    id int unsigned not null auto_increment primary key, name varchar(191) not null, email varchar(191),
    role tinyint not null, company_name varchar(191), contact_no varchar(20), status tinyint not null,
    created_at datetime not null) character set utf8mb4`,
  `create table property_operators (
    id int unsigned not null auto_increment primary key, name varchar(191) not null, parent_id int unsigned,
    deleted_at datetime, created_at datetime not null) character set utf8mb4`,
  `create table entrata_clients (
    id int unsigned not null auto_increment primary key, cid varchar(32) not null unique,
    subdomain varchar(63) not null, company_name varchar(191) not null, access_token text,
    property_operator_id int unsigned not null, user_id int unsigned not null, created_at datetime not null,
    updated_at datetime not null) character set utf8mb4`,
  `create table houses (
    id int unsigned not null auto_increment primary key, user_id int unsigned not null,
    property_operator_id int unsigned, title varchar(191) not null, description mediumtext,
    address varchar(255), city varchar(100), lat double, lng double, price_pm decimal(10, 2),
    number_available int, crm_block_id varchar(64), crm_name varchar(32), property_operator_phone varchar(32),
    status tinyint not null default 0, deleted_at datetime, created_at datetime not null,
    updated_at datetime not null) character set utf8mb4`,
  `create table viewing_requests (
    id int unsigned not null auto_increment primary key, user_id int unsigned not null,
    house_id int unsigned not null, message text,
    status enum('PENDING', 'ACCEPTED', 'CANCELLED') not null default 'PENDING', external_id varchar(64),
    crm_name varchar(32), created_at datetime not null, updated_at datetime not null) character set utf8mb4`,
  `create table entrata_webhooks (
    id int unsigned not null auto_increment primary key, log_id varchar(64) not null unique,
    request_type varchar(64), cid varchar(32), property_id varchar(32), raw_query text not null,
    created_at datetime not null) character set utf8mb4`,
];

/** The portal as PHP leaves it: an agent, a renter, a client with its token in clear, one house of it and one of another CRM. */
export async function createOldSystem(
  knex: Knex,
  client: {
    readonly cid: string;
    readonly subdomain: string;
    readonly name: string;
    readonly token: string;
    readonly propertyId: string;
  },
): Promise<void> {
  for (const sql of tables) await knex.raw(sql);
  const created_at = '2024-05-01 09:00:00';
  const [updated_at, user_id] = [created_at, 7];
  await knex('users').insert([
    { id: user_id, name: client.name, role: 2, company_name: client.name, status: 1, created_at },
    { id: 8, name: 'Riley Renter', email: 'riley@example.test', role: 3, status: 1, created_at },
  ]);
  await knex('property_operators').insert({ id: 3, name: client.name, created_at });
  await knex('entrata_clients').insert({
    id: 5,
    cid: client.cid,
    subdomain: client.subdomain,
    company_name: client.name,
    access_token: client.token,
    property_operator_id: 3,
    user_id,
    created_at,
    updated_at,
  });
  const house = { user_id, property_operator_id: 3, status: 1, created_at, updated_at };
  await knex('houses').insert([
    { ...house, id: 11, title: 'House of another CRM', crm_name: 'other', crm_block_id: client.propertyId },
    { ...house, id: 12, title: 'As PHP stored it', crm_name: 'entrata', crm_block_id: client.propertyId },
  ]);
}
