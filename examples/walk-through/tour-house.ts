import { type Api, logIn } from './api.js';
import type { Narrator } from './narrator.js';
import { findClient, type Stage } from './stage.js';
import type { Slot, Story } from './story.js';

/** A renter looks at the tour times of a house and books one; both sides see the booking. */
export async function tourHouse(
  stage: Stage,
  cid: string,
): Promise<Omit<Story, 'cid' | 'propertyIds' | 'logIds'>> {
  const { server, narrator } = stage;
  const renter = await server.store.users.insert({
    role: 'user',
    name: 'Riley Renter',
    email: 'riley@example.test',
    phone: '312-555-0142',
  });
  const app = await logIn(server.url, renter.id);
  const house = await chooseHouse(app);
  const shown = await showTourTimes(narrator, app, house);
  const bookedSlot = shown.slots.find(({ date }) => date !== null);
  if (bookedSlot === undefined) throw new Error('no tour time can be read');
  const { viewingId, leadId } = await book(narrator, app, house, bookedSlot);
  narrator.step("The renter's Tours");
  await showViewings(narrator, app, '/api/viewings', viewingId);
  await showDashboard(stage, cid, viewingId);
  return { renterId: renter.id, house, shown, bookedSlot, viewingId, leadId };
}

interface House {
  readonly id: string;
  readonly propertyId: string;
  readonly title: string;
  readonly city: string;
  readonly timeZone: string;
}

/** One in another time zone than Chicago's, so that raw texts and reading differ. */
async function chooseHouse(app: Api): Promise<House> {
  const { items } = await app.get<{ items: readonly House[] }>('/api/houses');
  const house = items.find(({ timeZone }) => timeZone === 'America/Phoenix') ?? items[0];
  if (house === undefined) throw new Error('the app sees no house');
  return house;
}

async function showTourTimes(narrator: Narrator, app: Api, house: House): Promise<Story['shown']> {
  narrator.step(`Tour times of ${house.title}, ${house.city}`);
  const [from, to] = [dayAhead(1), dayAhead(14)];
  const { slots } = await app.get<{ slots: readonly Slot[] }>(
    `/api/tour-times?houseId=${house.id}&from=${from}&to=${to}`,
  );
  narrator.table([
    ['as Entrata sent it', '', 'in America/Chicago'],
    ...slots
      .slice(0, 6)
      .map(({ rawDate, rawTime, date, label }) => [
        rawDate,
        rawTime,
        label === null ? 'cannot be read' : `${date} ${label}`,
      ]),
  ]);
  narrator.line(`... ${slots.length} in all, ${from} to ${to}`);
  return { from, to, slots };
}

function dayAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

async function book(
  narrator: Narrator,
  app: Api,
  house: House,
  { rawDate, rawTime }: Slot,
): Promise<{ viewingId: string; leadId: string }> {
  narrator.step('The renter books');
  const { status, body } = await app.post<{ id: string; status: string; leadId: string | null }>(
    '/api/viewings',
    { houseId: house.id, rawDate, rawTime, message: 'Looking forward to it' },
  );
  if (status !== 201 || body.status !== 'confirmed' || body.leadId === null) {
    throw new Error(`the booking was answered ${status} ${body.status}`);
  }
  narrator.table([
    ['sent, byte for byte', `"${rawDate}" "${rawTime}"`],
    ['confirmed by Entrata', `lead ${body.leadId}`],
    ['stored', `viewing ${body.id}`],
  ]);
  return { viewingId: body.id, leadId: body.leadId };
}

async function showDashboard({ server, narrator }: Stage, cid: string, viewingId: string): Promise<void> {
  const client = await findClient(server.store, cid);
  const portal = await logIn(server.url, client.agentUserId);
  const { operator, viewings } = await portal.get<{
    operator: { name: string };
    viewings: Record<string, number>;
  }>('/api/operator/summary');
  narrator.step(`The dashboard of the operator, ${operator.name}`);
  const counts = Object.entries(viewings).flatMap(([status, count]) =>
    count > 0 ? `${count} ${status}` : [],
  );
  narrator.line(counts.join(', '));
  await showViewings(narrator, portal, '/api/operator/viewings', viewingId);
}

interface ListedViewing {
  readonly id: string;
  readonly status: string;
  readonly startsAt: string | null;
  readonly house: { readonly title: string };
  /** Only for the operator. */
  readonly visitor?: { readonly name: string };
}

const inChicago = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  dateStyle: 'medium',
  timeStyle: 'short',
});

async function showViewings(narrator: Narrator, api: Api, path: string, viewingId: string): Promise<void> {
  const { items } = await api.get<{ items: readonly ListedViewing[] }>(path);
  narrator.table(
    items.map(({ status, house, startsAt, visitor }) => [
      status,
      house.title,
      startsAt === null ? 'without a time' : `${inChicago.format(new Date(startsAt))} Chicago time`,
      visitor?.name ?? '',
    ]),
  );
  if (!items.some(({ id }) => id === viewingId))
    throw new Error(`${path} does not list viewing ${viewingId}`);
}
