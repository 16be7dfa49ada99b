import type { Knex } from 'knex';

/** 0 to 99,999, in SQL that every engine reads. */
const digits =
  '(select 0 as d union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)';
const numbers = `(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n
  from ${digits} a cross join ${digits} b cross join ${digits} c cross join ${digits} e cross join ${digits} f) numbers`;

const started = Date.parse('2026-01-01T00:00:00.000Z');
const part = (of: number) => `(n % ${of})`;

/** INSERT ... SELECT of one row for each number below `count`. */
async function insert(knex: Knex, table: string, count: number, columns: Readonly<Record<string, string>>) {
  const names = Object.keys(columns).join(', ');
  const values = Object.values(columns).join(', ');
  await knex.raw(`insert into ${table} (${names}) select ${values} from ${numbers} where n < ${count}`);
}

/** So many houses, viewings and webhooks (at most 100,000), spread as a marketplace of 500 clients would have them. */
export async function fill(knex: Knex, rows: number): Promise<void> {
  // Over 23 days, and within 32 bits for the last row: PostgreSQL multiplies integers.
  const at = `${started} + n * ${2_000_000_000 / rows}`;
  const times = { created_at: at, updated_at: at };
  await insert(knex, 'property_operators', 500, {
    id: "concat('o', n)",
    name: "concat('Operator ', n)",
    created_at: at,
  });
  await insert(knex, 'users', 2_000, {
    id: "concat('u', n)",
    role: "'user'",
    name: "'Renter'",
    created_at: at,
  });
  await insert(knex, 'entrata_clients', 500, {
    id: "concat('c', n)",
    cid: "concat('', n)",
    subdomain: "'example'",
    company_name: "concat('Operator ', n)",
    token_version: '1',
    status: "'active'",
    operator_id: "concat('o', n)",
    agent_user_id: "concat('u', n)",
    ...times,
  });
  await insert(knex, 'entrata_properties', 10_000, {
    id: "concat('p', n)",
    client_id: `concat('c', ${part(500)})`,
    property_id: "concat('', n)",
    desired_state: "'active'",
    state: "'active'",
    approval: "'sent'",
    event_seq: '1',
    reached_seq: '1',
    settled: `case when ${part(1_000)} = 0 then 0 else 1 end`,
    ...times,
  });
  await insert(knex, 'houses', rows, {
    id: "concat('h', n)",
    client_id: `concat('c', ${part(500)})`,
    property_id: `concat('', ${part(10_000)})`,
    unit_key: "concat('', n)",
    operator_id: `concat('o', ${part(500)})`,
    agent_user_id: `concat('u', ${part(500)})`,
    status: `case ${part(20)} when 0 then 'hidden' when 1 then 'vanished' else 'active' end`,
    title: "'A house'",
    office_hours: "'[]'",
    amenities: "'[]'",
    images: "'[]'",
    floor_plans: "'[]'",
    source_hash: "'x'",
    ...times,
  });
  await insert(knex, 'viewings', rows, {
    id: "concat('v', n)",
    user_id: `concat('u', ${part(2_000)})`,
    house_id: "concat('h', n)",
    status: `case ${part(500)} when 0 then 'pending' when 1 then 'unknown' when 2 then 'sending' else 'confirmed' end`,
    appointment: "'verified'",
    attempts: '1',
    open_key: "concat('open-', n)",
    sending_until: at,
    cancel_requested_at: `case ${part(500)} when 3 then ${at} end`,
    ...times,
  });
  await insert(knex, 'entrata_webhooks', rows, {
    id: "concat('w', n)",
    log_id: "concat('log-', n)",
    received_at: at,
    method: "'GET'",
    request_type: `case ${part(3)} when 0 then 'ACTIVATION' when 1 then 'SUSPENDED' else 'CHANGE_FEED_TYPE' end`,
    cid: `concat('', ${part(500)})`,
    property_id: `concat('', ${part(10_000)})`,
    raw_query: "'x'",
    outcome: `case ${part(400)} when 0 then 'held' when 1 then null else 'accepted' end`,
    sender_verdict: `case ${part(3)} when 0 then null else 'verified' end`,
  });
  await insert(knex, 'entrata_oauth_codes', 10_000, {
    id: "concat('k', n)",
    digest: "concat('digest-', n)",
    state: "'exchanged'",
    lease_until: at,
    fence: '1',
    ...times,
  });
  // Of one kind and one group: half of them in the ready queue.
  await insert(knex, 'entrata_tasks', 20_000, {
    id: "concat('t', n)",
    kind: "'notify'",
    payload: "'{}'",
    group_key: "''",
    status: "'waiting'",
    attempts: '0',
    max_attempts: '10',
    run_at: '0',
    turn: `case ${part(2)} when 0 then 0 else n + 1 end`,
    fence: '0',
    ...times,
  });
}
