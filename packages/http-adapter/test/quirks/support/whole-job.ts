import { parseTourTime } from 'entrata-sdk';
import type { Fault, Quirks } from 'entrata-sdk/testing';
import type { HouseRecord } from 'entrata-store';
import { openStage, propertyIds, type Stage } from './stage.js';

/** A viewing, or the problem that there is none: then `status` is HTTP's. */
interface Viewing {
  readonly id: string;
  readonly status: string | number;
  readonly code?: string;
}

interface Slot {
  readonly rawDate: string;
  readonly rawTime: string;
}

interface Visitor {
  readonly name: string;
  readonly userId: string;
}

/** What our rows and the sandbox's own book say in the end. */
export type EndState = Awaited<ReturnType<typeof runWholeJob>>;

/**
 * The whole job: three properties are activated with a code and their houses are read; tours are booked, one with its reply
 * lost, one with its request lost, one in a place that was just taken; one is moved, and one cancelled and booked again; the
 * token is refused and replaced, and the properties are suspended.
 */
export async function runWholeJob(quirks: Quirks) {
  const stage = await openStage(quirks);
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

async function work(stage: Stage) {
  const { sandbox, store, company } = stage;
  const said = [...(await stage.events('ACTIVATION', propertyIds))];
  const { items: houses } = await store.houses.list({});
  const [lofts, row, empty] = propertyIds.map((id) =>
    houses.find(({ propertyId, unitKey }) => propertyId === id && unitKey === ''),
  );
  const activated = await readProperties(stage);

  const visitors: Visitor[] = [];
  if (lofts !== undefined && row !== undefined && empty !== undefined) {
    const [atLofts, atRow] = [await slotsOf(stage, lofts), await slotsOf(stage, row)];
    said.push(`free tours: ${atLofts.length}, ${atRow.length}, ${(await slotsOf(stage, empty)).length}`);
    const book = async (name: string, house: HouseRecord, slot: Slot | undefined, fault?: Fault) => {
      if (fault !== undefined) sandbox.fail({ method: 'sendLeads', fault });
      const email = `${name.toLowerCase()}@example.test`;
      const { id: userId } = await store.users.insert({ role: 'user', name: `${name} Example`, email });
      const request = { ...slot, houseId: house.id, message: 'Hello' };
      const viewing = await stage.post<Viewing>('/api/viewings', userId, request);
      visitors.push({ name, userId });
      said.push(`${name}: ${viewing.code ?? viewing.status}`);
      return { userId, viewing };
    };

    const ada = await book('Ada', lofts, atLofts[0]);
    await book('Ben', lofts, atLofts[1], { kind: 'lose_reply' });
    await book('Cleo', lofts, atLofts[2], { kind: 'reset' });
    const dan = await book('Dan', row, atRow[0]);
    await passUntilKnown(stage);

    const move = `/api/viewings/${dan.viewing.id}/reschedule`;
    const moved = await stage.post<Viewing>(move, dan.userId, atRow[3]);
    const cancelled = await stage.post<Viewing>(`/api/viewings/${ada.viewing.id}/cancel`, ada.userId);
    said.push(`Dan, moved: ${moved.status}`, `Ada, cancelled: ${cancelled.status}`);
    // The same tour again, which does not arrive: what was cancelled must not be taken for it.
    sandbox.fail({ method: 'sendLeads', fault: { kind: 'reset' }, times: 1 });
    const again = await stage.post<Viewing>('/api/viewings', ada.userId, {
      ...atLofts[0],
      houseId: lofts.id,
    });
    said.push(`Ada, again: ${again.status}`);
    await passUntilKnown(stage);
    // Offered when it was last asked for, and taken by somebody else since.
    await slotsOf(stage, lofts);
    await takeAway(stage, atLofts[4]);
    await book('Fay', lofts, atLofts[4]);

    sandbox.revokeTokens(company.subdomain);
    said.push(`free tours without a token: ${(await slotsOf(stage, lofts)).length}`);
    said.push(`client: ${(await store.clients.findByCid(company.cid))?.status}`);
    said.push(...(await stage.events('ACTIVATION', ['700001'])));
    await book('Eve', lofts, atLofts[5]);
  }
  const ingested = await store.houses.list({});
  said.push(...(await stage.events('SUSPENDED', propertyIds)));

  return {
    said,
    activated,
    properties: await readProperties(stage),
    client: (await store.clients.findByCid(company.cid))?.status,
    houses: inOrder(ingested.items).map(
      ({ id, clientId, operatorId, agentUserId, createdAt, updatedAt, sourceHash, ...house }) => house,
    ),
    listed: inOrder((await store.houses.list({})).items).map(({ status }) => status),
    viewings: await readViewings(stage, visitors),
    atEntrata: readLedger(stage),
  };
}

/** What was lost is looked up, what did not arrive is sent again, and each appointment is looked at. */
async function passUntilKnown(stage: Stage): Promise<void> {
  for (const ms of [130_000, 6_000]) await stage.pass(ms);
}

/** Books a tour as somebody else does. */
async function takeAway(stage: Stage, slot: Slot | undefined): Promise<void> {
  if (slot === undefined) throw new Error('too few tours are free');
  const { raw } = parseTourTime({ date: slot.rawDate, time: slot.rawTime });
  const person = { firstName: 'Some', lastName: 'Body', email: 'somebody@example.test' };
  await stage.other().sendLead({ propertyId: '700001', person, slot: raw });
}

async function slotsOf(stage: Stage, house: HouseRecord): Promise<readonly Slot[]> {
  const { slots = [] } = await stage.get<{ slots?: Slot[] }>(`/api/tour-times?houseId=${house.id}`);
  return slots;
}

async function readProperties({ store, company }: Stage) {
  const client = await store.clients.findByCid(company.cid);
  if (client === undefined) return [];
  const { items } = await store.properties.list({ clientId: client.id });
  return inOrder(items).map(
    ({ propertyId, desiredState, state, approval, eventSeq, reachedSeq, name, lastError }) => ({
      propertyId,
      desiredState,
      state,
      approval,
      isReconciled: eventSeq === reachedSeq,
      name,
      lastError,
    }),
  );
}

async function readViewings({ store, sandbox }: Stage, visitors: readonly Visitor[]) {
  const ofEach = visitors.map(async ({ name, userId }) => {
    const { items } = await store.viewings.listByUser(userId);
    const rows = items.map(({ leadId, status, note, appointment, rawDate, rawTime, attempts, sentEmail }) => {
      const lead = sandbox.ledger.leads.find((each) => each.leadId === leadId);
      const hasOwnLead = lead !== undefined && lead.email === sentEmail;
      return { name, status, note, appointment, rawDate, rawTime, attempts, hasOwnLead };
    });
    // Those of one instant are listed in any order.
    return rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  });
  return (await Promise.all(ofEach)).flat();
}

function readLedger({ sandbox: { approvals, ledger } }: Stage) {
  return {
    // Properties are approved side by side.
    approvals: approvals.map(({ propertyId, decision }) => `${propertyId}: ${decision}`).sort(),
    leads: ledger.leads.map(({ propertyId, email, firstName, lastName }) => ({
      propertyId,
      email,
      firstName,
      lastName,
    })),
    appointments: ledger.appointments.map(
      ({ propertyId, email, rawDate, rawTime, matchesOffer, tourType, status, earlierSlots }) => ({
        propertyId,
        email,
        rawDate,
        rawTime,
        matchesOffer,
        tourType,
        status,
        earlierSlots,
      }),
    ),
  };
}

/** Rows of one instant come in any order. */
function inOrder<T extends { readonly propertyId: string; readonly unitKey?: string }>(
  rows: readonly T[],
): T[] {
  const placeOf = ({ propertyId, unitKey = '' }: T) => `${propertyId} ${unitKey}`;
  return [...rows].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}
