import { apiApproval, createApp, type Step, urlSecret } from 'entrata-http-adapter';
import { startServer } from 'entrata-http-adapter/node';
import { createEntrata } from 'entrata-sdk';
import { FakeEntrata, type SandboxCompany, type WebhookToSend } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { connectTo, type DatabaseAddress } from '../../../../entrata-store/test/support/databases.js';
import { storeOn, webhookSecret } from '../../support/rig.js';
import { startChild } from './start-child.js';

export interface CrashPoint {
  readonly step: Step;
  /** Which time the step is reached. Default the first. */
  readonly time?: number;
  /** After which the process reaches it. */
  readonly events: readonly string[];
  /** Whether the webhook has to be delivered again: it was not logged yet, or its code was spent and its token not kept. */
  readonly needsRedelivery?: true;
}

/** Every step of the inbound flows. */
export const crashPoints: readonly CrashPoint[] = [
  { step: 'webhook.received', events: ['ACTIVATION'], needsRedelivery: true },
  { step: 'webhook.logged', events: ['ACTIVATION'] },
  { step: 'webhook.logged', time: 2, events: ['ACTIVATION', 'SUSPENDED'] },
  { step: 'code.claimed', events: ['ACTIVATION'] },
  { step: 'code.exchanged', events: ['ACTIVATION'], needsRedelivery: true },
  { step: 'code.kept', events: ['ACTIVATION'] },
  { step: 'client.confirmed', events: ['ACTIVATION'] },
  { step: 'event.accepted', events: ['ACTIVATION'] },
  { step: 'property.approved', events: ['ACTIVATION'] },
  { step: 'approval.recorded', events: ['ACTIVATION'] },
  { step: 'listing.fetched', events: ['ACTIVATION'] },
  { step: 'listing.stored', events: ['ACTIVATION'] },
  { step: 'houses.hidden', events: ['ACTIVATION', 'SUSPENDED'] },
  { step: 'webhook.completed', events: ['ACTIVATION', 'NEWS_OF_THE_DAY'] },
];

/** What is left behind once everything has come to rest. */
export interface EndState {
  readonly client: unknown;
  readonly isTokenGood: boolean;
  readonly operators: number;
  readonly agents: number;
  readonly property: unknown;
  readonly houses: readonly string[];
  readonly approvedProperties: number;
  readonly openTasks: number;
}

export interface CrashOutcome {
  readonly endState: EndState;
  /** Webhooks that were answered 200. */
  readonly acknowledged: number;
  /** How often the approval was sent beyond once. */
  readonly doubledApprovals: number;
}

export interface CrashPlan {
  readonly step: Step | undefined;
  readonly time?: number | undefined;
  readonly events: readonly string[];
  /** Whether what was not answered is sent again. Default true. */
  readonly isRedelivered?: boolean;
}

/** Past every lease and every wait of an interrupted webhook. */
const restartLaterMs = 300_000;

/**
 * Sends a company's webhooks to an adapter that is killed at `step`, then to one that is started on the same
 * database as if minutes later. Like Entrata, it sends a webhook again that was not answered, and a fresh one
 * where the code turned out to be spent. Without a step nobody is killed.
 */
export async function playCrash(
  address: DatabaseAddress,
  company: SandboxCompany,
  { step, time, events, isRedelivered = true }: CrashPlan,
): Promise<CrashOutcome> {
  const sandbox = new FakeEntrata({ companies: [company] });
  const sandboxServer = await sandbox.listen();
  const { oauth } = sandbox;
  const entrata = createEntrata({ oauth, ...sandboxServer.options });
  let ahead = step === undefined ? 0 : restartLaterMs;
  const store = storeOn(connectTo(address), { clockOffsetMs: () => ahead });
  const propertyId = company.properties[0]?.id ?? '';
  let acknowledged = 0;

  const webhook = (requestType: string): WebhookToSend => ({
    requestType,
    subdomain: company.subdomain,
    propertyId,
    withCode: requestType === 'ACTIVATION',
  });

  /** Whether it was answered 200. */
  async function deliver(url: string, query: string): Promise<boolean | 'code_rejected'> {
    try {
      const response = await fetch(`${url}/webhooks/entrata/${webhookSecret}?${query}`);
      await response.text();
      if (response.status === 200) acknowledged += 1;
      return response.status === 422 ? 'code_rejected' : response.status === 200;
    } catch {
      return false;
    }
  }

  async function redeliver(url: string, query: string): Promise<true | 'code_rejected'> {
    for (let tries = 0; tries < 20; tries++) {
      const answer = await deliver(url, query);
      if (answer !== false) return answer;
    }
    throw new Error('the restarted adapter did not accept a webhook');
  }

  async function finish(
    url: string,
    idle: () => Promise<void>,
    unanswered: readonly string[],
  ): Promise<void> {
    for (const query of unanswered) {
      const answer = await redeliver(url, query);
      if (answer === 'code_rejected') await redeliver(url, sandbox.webhookQuery(webhook('ACTIVATION')));
      await idle();
    }
    await idle();
  }

  /** Until every row says how its webhook ended; time passes where a task waits for it. */
  async function untilResumed(): Promise<void> {
    for (;;) {
      const { items } = await store.webhooks.list({ cid: company.cid });
      if (items.every(({ outcome }) => outcome !== undefined)) return;
      const waiting = await store.tasks.list({ kind: 'webhook.resume', status: 'waiting' });
      const isEarly = waiting.items.some(({ runAt }) => runAt > store.now().toISOString());
      if (isEarly) ahead += restartLaterMs;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  try {
    const unanswered: string[] = [];
    if (step !== undefined) {
      const child = await startChild({
        address,
        sandbox: sandboxServer.options,
        oauth,
        dieAt: step,
        dieAtTime: time,
      });
      let isAlive = true;
      void child.ended.then(() => {
        isAlive = false;
      });
      for (const event of events) {
        let query = sandbox.webhookQuery(webhook(event));
        let answer = await deliver(child.url, query);
        // An adapter on a busy machine may answer too late, its code spent in vain: Entrata's patience is not tried here.
        for (let tries = 0; answer !== true && isAlive && tries < 20; tries++) {
          if (answer === 'code_rejected') query = sandbox.webhookQuery(webhook(event));
          await new Promise((resolve) => setTimeout(resolve, 250));
          if (isAlive) answer = await deliver(child.url, query);
        }
        if (answer !== true) unanswered.push(query);
        if (event !== events.at(-1)) await untilActive(store, company.cid, propertyId);
      }
      await withTimeout(child.ended, `the adapter did not reach ${step}`);
    } else {
      unanswered.push(...events.map((event) => sandbox.webhookQuery(webhook(event))));
    }
    const app = createApp({
      entrata,
      store,
      webhook: { verify: urlSecret(webhookSecret), approval: apiApproval() },
      authenticate: async () => undefined,
    });
    const server = await startServer(app);
    if (isRedelivered) await finish(server.url, () => app.idle(), unanswered);
    else await withTimeout(untilResumed(), 'a webhook was not resumed');
    await app.idle();
    await server.stop();
    const endState = await readEndState(store, entrata, sandbox, company);
    return { endState, acknowledged, doubledApprovals: sandbox.approvals.length - 1 };
  } finally {
    await entrata.close();
    await store.close();
    await sandboxServer.close();
  }
}

async function readEndState(
  store: Store,
  entrata: ReturnType<typeof createEntrata>,
  sandbox: FakeEntrata,
  company: SandboxCompany,
): Promise<EndState> {
  const client = await store.clients.findByCid(company.cid);
  if (client?.accessToken === undefined) throw new Error('the client was lost');
  const info = await entrata.oauth.getClientInfo({
    subdomain: client.subdomain,
    accessToken: client.accessToken,
  });
  const agents = await store.users.list({ role: 'agent' }, { limit: 500 });
  const properties = await store.properties.list({ clientId: client.id });
  const houses = await store.houses.list({ clientId: client.id });
  const [waiting, running, dead] = await Promise.all(
    (['waiting', 'running', 'dead'] as const).map((status) => store.tasks.list({ status }, { limit: 200 })),
  );
  const ofClient = [waiting, running, dead]
    .flatMap((page) => page?.items ?? [])
    .filter(({ payload, kind }) => payload.clientId === client.id && kind !== 'webhook.resume');
  return {
    client: { status: client.status, isNamed: client.companyName === company.name },
    isTokenGood: info.cid === company.cid,
    operators: (await store.operators.findByName(company.name)).length,
    agents: agents.items.filter(({ companyName }) => companyName === company.name).length,
    property: properties.items.map(({ state, desiredState, approval, lastError, reachedSeq, eventSeq }) => ({
      state,
      desiredState,
      approval,
      lastError,
      isSettled: reachedSeq === eventSeq,
    })),
    houses: houses.items.map(({ status, title, operatorId, agentUserId }) =>
      [
        status,
        title === company.properties[0]?.name,
        operatorId === client.operatorId,
        agentUserId === client.agentUserId,
      ].join(' '),
    ),
    approvedProperties: new Set(sandbox.approvals.map(({ propertyId }) => propertyId)).size,
    openTasks: ofClient.length,
  };
}

async function untilActive(store: Store, cid: string, propertyId: string): Promise<void> {
  const poll = async () => {
    for (;;) {
      const client = await store.clients.findByCid(cid);
      const property = client && (await store.properties.findByEntrataId(client.id, propertyId));
      if (property?.state === 'active') return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  await withTimeout(poll(), 'the property did not become active');
}

async function withTimeout(work: Promise<void>, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), 60_000);
  });
  await Promise.race([work, over]).finally(() => clearTimeout(timer));
}
