import type { FakeEntrata } from 'entrata-sdk/testing';
import type { ClientRecord, Store } from 'entrata-store';
import type { ExampleServer } from '../server/serve.js';
import type { Narrator } from './narrator.js';

/** What the job is played on. */
export interface Stage {
  readonly sandbox: FakeEntrata;
  readonly server: ExampleServer;
  readonly narrator: Narrator;
}

/** How often the sandbox answered a method well. */
export function countCalls({ sandbox }: Stage, method: string): number {
  return sandbox.journal.filter((entry) => entry.method === method && entry.status === 200).length;
}

export async function findClient(store: Store, cid: string): Promise<ClientRecord> {
  const client = await store.clients.findByCid(cid);
  if (client === undefined) throw new Error(`no client with cid ${cid} was stored`);
  return client;
}
