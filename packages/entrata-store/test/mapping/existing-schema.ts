import type { Knex } from 'knex';

/** Tables as a PHP portal may have them: other writers, AUTO_INCREMENT ids, whole seconds, soft deletes. */
const tables = [
  `create table users (
    id int unsigned not null auto_increment primary key,
    name varchar(191) not null, email varchar(191), role tinyint not null, company_name varchar(191),
    city varchar(100), contact_no varchar(20), image varchar(255), last_seen datetime,
    session_count int not null default 0, status tinyint not null, created_at datetime not null
  ) character set utf8mb4`,
  `create table property_operators (
    id int unsigned not null auto_increment primary key,
    name varchar(191) not null, parent_id int unsigned, deleted_at datetime, created_at datetime not null
  ) character set utf8mb4`,
  `create table entrata_clients (
    id int unsigned not null auto_increment primary key,
    cid varchar(32) not null, subdomain varchar(63) not null, company_name varchar(191) not null,
    access_token text, property_operator_id int unsigned not null, user_id int unsigned not null,
    created_at datetime not null, updated_at datetime not null,
    unique key entrata_clients_cid (cid)
  ) character set utf8mb4`,
  `create table houses (
    id int unsigned not null auto_increment primary key,
    user_id int unsigned not null, property_operator_id int unsigned, title varchar(191) not null,
    description mediumtext, address varchar(255), city varchar(100), lat double, lng double,
    price_pm decimal(10, 2), square_footage int, building_name varchar(191), number_available int,
    crm_block_id varchar(64), crm_name varchar(32), apply_now_link varchar(255),
    property_operator_phone varchar(32), status tinyint not null default 0, deleted_at datetime,
    created_at datetime not null, updated_at datetime not null
  ) character set utf8mb4`,
  `create table viewing_requests (
    id int unsigned not null auto_increment primary key,
    user_id int unsigned not null, house_id int unsigned not null, message text,
    status enum('PENDING', 'ACCEPTED', 'CANCELLED') not null default 'PENDING', external_id varchar(64),
    crm_name varchar(32), created_at datetime not null, updated_at datetime not null
  ) character set utf8mb4`,
  `create table entrata_webhooks (
    id int unsigned not null auto_increment primary key,
    log_id varchar(64) not null, request_type varchar(64), cid varchar(32), property_id varchar(32),
    raw_query text not null, created_at datetime not null,
    unique key entrata_webhooks_log_id (log_id)
  ) character set utf8mb4`,
];

const rowsOfOthers = [
  `insert into users (id, name, role, company_name, status, created_at)
    values (7, 'Somebody Else', 2, 'Other Homes', 1, '2020-01-01 00:00:00'),
           (8, 'Example Renter', 3, null, 1, '2020-01-02 00:00:00')`,
  `insert into property_operators (id, name, deleted_at, created_at)
    values (3, 'Other Homes', null, '2020-01-01 00:00:00'),
           (4, 'Gone Homes', '2021-01-01 00:00:00', '2020-01-01 00:00:00')`,
  `insert into entrata_clients
      (id, cid, subdomain, company_name, access_token, property_operator_id, user_id, created_at, updated_at)
    values (5, '424242', 'example', 'Other Homes', 'token in clear', 3, 7, '2020-01-01 00:00:00', '2020-01-01 00:00:00')`,
  `insert into houses (id, user_id, title, crm_name, crm_block_id, status, deleted_at, created_at, updated_at)
    values (11, 7, 'House of another CRM', 'other', '1', 1, null, '2020-01-01 00:00:00', '2020-01-01 00:00:00'),
           (12, 7, 'Deleted Entrata house', 'entrata', '2', 1, '2021-01-01 00:00:00', '2020-01-01 00:00:00', '2020-01-01 00:00:00'),
           (13, 7, 'House of no CRM', null, null, 1, null, '2020-01-01 00:00:00', '2020-01-01 00:00:00')`,
  `insert into viewing_requests (id, user_id, house_id, message, status, created_at, updated_at)
    values (21, 8, 11, 'Hello', 'ACCEPTED', '2020-01-01 00:00:00', '2020-01-01 00:00:00')`,
  `insert into entrata_webhooks (id, log_id, request_type, cid, property_id, raw_query, created_at)
    values (31, 'old-log', 'ACTIVATION', '424242', '1', 'cid=424242&auth_code=in+clear', '2020-01-01 00:00:00')`,
];

export async function createExistingSchema(knex: Knex): Promise<void> {
  for (const sql of [...tables, ...rowsOfOthers]) await knex.raw(sql);
}

/** Every row that is not ours, to compare before and after. */
export async function readRowsOfOthers(knex: Knex): Promise<unknown> {
  return {
    users: await knex('users').whereIn('id', [7, 8]).select('id', 'name', 'role', 'company_name', 'status'),
    operators: await knex('property_operators').whereIn('id', [3, 4]).select('id', 'name', 'deleted_at'),
    houses: await knex('houses')
      .whereIn('id', [11, 12, 13])
      .select('id', 'title', 'status', 'updated_at', 'crm_name'),
    viewings: await knex('viewing_requests').where('id', 21).select('id', 'message', 'status', 'updated_at'),
  };
}
