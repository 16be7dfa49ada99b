import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import createKnex from 'knex';

/** What a team would write without us: node:http, and Knex by hand where a database is needed. */
export interface BareConfig {
  /** Of the SQLite database. */
  readonly filename: string;
  /** The body to answer with. */
  readonly body: string;
  readonly houseId: string;
  readonly clientId: string;
}

const config = JSON.parse(process.argv[2] ?? '') as BareConfig;
const knex = createKnex({
  client: 'better-sqlite3',
  connection: { filename: config.filename },
  useNullAsDefault: true,
  pool: {
    min: 1,
    max: 1,
    afterCreate(
      connection: { pragma(source: string): void },
      done: (error: Error | null, connection: unknown) => void,
    ) {
      // As durable as ours.
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) connection.pragma(pragma);
      done(null, connection);
    },
  },
});
const body = Buffer.from(config.body);

function answer(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-cache',
    'content-length': body.byteLength,
  });
  response.end(body);
}

let hasTable = false;
async function insertWebhook(url: string): Promise<void> {
  if (!hasTable) {
    await knex.schema.createTable('bare_webhooks', (table) => {
      table.increments('id');
      table.string('log_id', 64).notNullable().unique();
      table.string('request_type', 64);
      table.string('cid', 32);
      table.string('property_id', 32);
      table.text('raw_query').notNullable();
      table.string('received_at', 32).notNullable();
    });
    hasTable = true;
  }
  const query = url.slice(url.indexOf('?') + 1);
  const parameters = new URLSearchParams(query);
  await knex('bare_webhooks').insert({
    log_id: crypto.randomUUID(),
    request_type: parameters.get('request_type'),
    cid: parameters.get('cid'),
    property_id: parameters.get('property_id'),
    raw_query: query,
    received_at: new Date().toISOString(),
  });
}

const server = createServer(async (request, response) => {
  const url = request.url ?? '/';
  if (url.startsWith('/lookup')) {
    const house = await knex('houses').where('id', config.houseId).first();
    await knex('entrata_clients').where('id', house.client_id).first();
  } else if (url.startsWith('/webhook')) {
    await insertWebhook(url);
  }
  answer(response);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
