import type { FakeEntrata } from 'entrata-sdk/testing';
import type { ExampleServer } from '../server/serve.js';
import { type Api, logIn } from './api.js';
import type { Narrator } from './narrator.js';

/** What was done, for the check to compare with the database and the sandbox's ledger. */
export interface Story {
  readonly cid: string;
  readonly propertyIds: readonly string[];
  readonly logIds: readonly string[];
  readonly renterId: string;
  readonly tourTimes: number;
  readonly bookedSlot: Slot;
  readonly viewingId: string;
  readonly leadId: string;
}

export interface Slot {
  readonly rawDate: string;
  readonly rawTime: string;
  readonly date: string | null;
  readonly start: string | null;
  readonly label: string | null;
}

interface Stage {
  readonly sandbox: FakeEntrata;
  readonly server: ExampleServer;
  readonly narrator: Narrator;
}

/** The company of the story: its properties lie in Phoenix, Los Angeles and Denver. */
const subdomain = 'coppermesa';

const ingestBoundMs = 30_000;

/** Plays every step once over real sockets, and tells of each. Throws at the first that does not work. */
export async function playJob(stage: Stage): Promise<Story> {
  const company = stage.sandbox.companies.find((each) => each.subdomain === subdomain);
  if (company === undefined) throw new Error(`the sandbox has no company ${subdomain}`);
  const propertyIds = company.properties.map(({ id }) => id);
  const logIds = await connect(stage, propertyIds);
  await ingest(stage, company.cid, propertyIds);
  const renter = await stage.server.store.users.insert({
    role: 'user',
    name: 'Riley Renter',
    email: 'riley@example.test',
    phone: '312-555-0142',
  });
  const app = await logIn(stage.server.url, renter.id);
  const { houseId, slots } = await showTourTimes(stage, app);
  const bookedSlot = slots.find(({ date }) => date !== null);
  if (bookedSlot === undefined) throw new Error('no tour time can be read');
  const { viewingId, leadId } = await book(stage, app, houseId, bookedSlot);
  await showTours(stage, app, viewingId);
  await showDashboard(stage, company.cid, viewingId);
  return {
    cid: company.cid,
    propertyIds,
    logIds,
    renterId: renter.id,
    tourTimes: slots.length,
    bookedSlot,
    viewingId,
    leadId,
  };
}

async function connect(
  { sandbox, server, narrator }: Stage,
  propertyIds: readonly string[],
): Promise<string[]> {
  narrator.step('Entrata sends a webhook per property');
  const logIds: string[] = [];
  for (const [index, propertyId] of propertyIds.entries()) {
    const answer = await sandbox.sendWebhook(server.webhookUrl, {
      requestType: 'ACTIVATION',
      subdomain,
      propertyId,
      withCode: index === 0,
    });
    // The shape of the adapter's own webhook answer.
    const { status, logId } = JSON.parse(answer.body) as { status: string; logId: string };
    narrator.line(
      `ACTIVATION property ${propertyId}${index === 0 ? ' with a one-time code' : ''}: ${answer.status} ${status}, log ${logId}`,
    );
    if (answer.status !== 200)
      throw new Error(`the webhook for property ${propertyId} was answered ${answer.status}: ${answer.body}`);
    logIds.push(logId);
  }
  return logIds;
}

async function ingest(
  { sandbox, server, narrator }: Stage,
  cid: string,
  propertyIds: readonly string[],
): Promise<void> {
  const { store } = server;
  const calls = (method: string) =>
    sandbox.journal.filter((entry) => entry.method === method && entry.status === 200).length;
  narrator.step('The code becomes a token, and the token names its owner');
  narrator.line(`code exchanged for a token: [secret] (${calls('getAccessToken')} exchange)`);
  const client = await store.clients.findByCid(cid);
  if (client === undefined) throw new Error(`no client with cid ${cid} was stored`);
  narrator.line(
    `owner confirmed by Entrata: cid ${client.cid}, ${client.subdomain} (${calls('getClientInfo')} question)`,
  );

  narrator.step('Agent, operator and client are created, linked');
  const [agent, operator] = [
    await store.users.find(client.agentUserId),
    await store.operators.find(client.operatorId),
  ];
  if (agent === undefined || operator === undefined)
    throw new Error('the client has no agent or no operator');
  narrator.line(`operator ${operator.id}  ${operator.name}`);
  narrator.line(`agent    ${agent.id}  ${agent.name}`);
  narrator.line(`client   ${client.id}  ${client.companyName}`);

  narrator.step('Approvals go out, properties come in');
  for (const giveUpAt = Date.now() + ingestBoundMs; ; await pause(50)) {
    const { items: properties } = await store.properties.list({ clientId: client.id });
    const { items: houses } = await store.houses.list({ clientId: client.id, status: 'active' });
    narrator.progress(
      `${sandbox.approvals.length} approved, ${calls('getMitsPropertyUnits')} fetched, ${houses.length} of ${propertyIds.length} houses stored`,
    );
    if (properties.every(({ eventSeq, reachedSeq }) => reachedSeq === eventSeq)) break;
    if (Date.now() > giveUpAt) {
      const failures = properties.map(
        ({ propertyId, state, lastError }) => `${propertyId} ${state} ${lastError ?? ''}`,
      );
      throw new Error(`the properties did not come in: ${failures.join(', ')}`);
    }
  }
  const { items } = await store.houses.list({ clientId: client.id, status: 'active' });
  narrator.table(
    items.map((house) => [
      house.title,
      `${house.city}, ${house.state}`,
      `${house.floorPlans.length} floor plans`,
      `${house.images.length} pictures`,
      `from $${((house.rentCents?.min ?? 0) / 100).toLocaleString('en-US')} a month`,
    ]),
  );
}

async function showTourTimes(
  { narrator }: Stage,
  app: Api,
): Promise<{ houseId: string; slots: readonly Slot[] }> {
  const houses = await app.get<{
    items: readonly { id: string; title: string; city: string; timeZone: string }[];
  }>('/api/houses');
  const house = houses.items.find(({ timeZone }) => timeZone === 'America/Phoenix') ?? houses.items[0];
  if (house === undefined) throw new Error('the app sees no house');
  narrator.step(`Tour times of ${house.title}, ${house.city}`);
  const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const to = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
  const { slots } = await app.get<{ slots: readonly Slot[] }>(
    `/api/tour-times?houseId=${house.id}&from=${from}&to=${to}`,
  );
  narrator.table([
    ['as Entrata sent it', '', 'in America/Chicago'],
    ...slots
      .slice(0, 6)
      .map((slot) => [
        slot.rawDate,
        slot.rawTime,
        slot.label === null ? 'cannot be read' : `${slot.date} ${slot.label}`,
      ]),
  ]);
  narrator.line(`... ${slots.length} in all, ${from} to ${to}`);
  return { houseId: house.id, slots };
}

async function book(
  { narrator }: Stage,
  app: Api,
  houseId: string,
  slot: Slot,
): Promise<{ viewingId: string; leadId: string }> {
  narrator.step('The renter books');
  narrator.line(`sent to Entrata byte for byte: "${slot.rawDate}" "${slot.rawTime}"`);
  const { status, body } = await app.post<{ id: string; status: string; leadId: string | null }>(
    '/api/viewings',
    {
      houseId,
      rawDate: slot.rawDate,
      rawTime: slot.rawTime,
      message: 'Looking forward to it',
    },
  );
  if (status !== 201 || body.status !== 'confirmed' || body.leadId === null) {
    throw new Error(`the booking was answered ${status} ${body.status}`);
  }
  narrator.line(`confirmed by Entrata: lead ${body.leadId}, viewing ${body.id}`);
  return { viewingId: body.id, leadId: body.leadId };
}

interface ListedViewing {
  readonly id: string;
  readonly status: string;
  readonly rawDate: string | null;
  readonly rawTime: string | null;
  readonly house: { readonly title: string };
}

async function showTours({ narrator }: Stage, app: Api, viewingId: string): Promise<void> {
  narrator.step("The renter's Tours");
  await showViewings(narrator, app, '/api/viewings', viewingId);
}

async function showDashboard({ server, narrator }: Stage, cid: string, viewingId: string): Promise<void> {
  const client = await server.store.clients.findByCid(cid);
  if (client === undefined) throw new Error('the client is gone');
  const portal = await logIn(server.url, client.agentUserId);
  narrator.step("The operator's dashboard");
  await showViewings(narrator, portal, '/api/operator/viewings', viewingId);
}

async function showViewings(narrator: Narrator, api: Api, path: string, viewingId: string): Promise<void> {
  const { items } = await api.get<{ items: readonly ListedViewing[] }>(path);
  narrator.table(
    items.map(({ status, house, rawDate, rawTime }) => [status, house.title, rawDate ?? '', rawTime ?? '']),
  );
  if (!items.some(({ id }) => id === viewingId))
    throw new Error(`${path} does not list viewing ${viewingId}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
