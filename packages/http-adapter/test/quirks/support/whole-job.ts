import type { Fault, Quirks } from 'entrata-sdk/testing';
import type { HouseRecord } from 'entrata-store';
import { openStage, propertyIds, type Stage } from './stage.js';

interface Viewing {
  readonly id: string;
  readonly status: string;
}

interface Slot {
  readonly rawDate: string;
  readonly rawTime: string;
}

interface Booked {
  readonly name: string;
  readonly userId: string;
  readonly viewing: Viewing;
}

/** What our rows and the sandbox's own book say in the end. */
export type EndState = Awaited<ReturnType<typeof runWholeJob>>;

/**
 * The whole job: three properties are activated with a code, their houses are read, tours are booked, one of them with its
 * reply lost and one with its request lost, one is moved and one cancelled; the token is refused and replaced, and the
 * properties are suspended.
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

  const booked: Booked[] = [];
  if (lofts !== undefined && row !== undefined && empty !== undefined) {
    const [atLofts, atRow] = [await slotsOf(stage, lofts), await slotsOf(stage, row)];
    said.push(`free tours: ${atLofts.length}, ${atRow.length}, ${(await slotsOf(stage, empty)).length}`);
    const book = async (name: string, house: HouseRecord, slot: Slot | undefined, fault?: Fault) => {
      if (fault !== undefined) sandbox.fail({ method: 'sendLeads', fault });
      const email = `${name.toLowerCase()}@example.test`;
      const { id: userId } = await store.users.insert({ role: 'user', name: `${name} Example`, email });
      const request = { ...slot, houseId: house.id, message: 'Hello' };
      const viewing = await stage.post<Viewing>('/api/viewings', userId, request);
      booked.push({ name, userId, viewing });
      said.push(`${name}: ${viewing.status}`);
      return { userId, viewing };
    };

    const ada = await book('Ada', lofts, atLofts[0]);
    await book('Ben', lofts, atLofts[1], { kind: 'lose_reply' });
    await book('Cleo', lofts, atLofts[2], { kind: 'reset' });
    const dan = await book('Dan', row, atRow[0]);
    // What was lost is looked up, what did not arrive is sent again, and each appointment is looked at.
    for (const ms of [130_000, 6_000]) await stage.pass(ms);

    const move = `/api/viewings/${dan.viewing.id}/reschedule`;
    const moved = await stage.post<Viewing>(move, dan.userId, atRow[3]);
    booked.push({ ...dan, name: 'Dan, moved', viewing: moved });
    const cancelled = await stage.post<Viewing>(`/api/viewings/${ada.viewing.id}/cancel`, ada.userId);
    said.push(`Dan, moved: ${moved.status}`, `Ada, cancelled: ${cancelled.status}`);

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
    viewings: await readViewings(stage, booked),
    atEntrata: readLedger(stage),
  };
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

async function readViewings({ store, sandbox }: Stage, booked: readonly Booked[]) {
  const rows = await Promise.all(booked.map(({ viewing }) => store.viewings.find(viewing.id)));
  return booked.map(({ name }, index) => {
    const { leadId, status, note, appointment, rawDate, rawTime, attempts, sentEmail } = rows[index] ?? {};
    const lead = sandbox.ledger.leads.find((each) => each.leadId === leadId);
    const hasOwnLead = lead !== undefined && lead.email === sentEmail;
    return { name, status, note, appointment, rawDate, rawTime, attempts, hasOwnLead };
  });
}

function readLedger({ sandbox: { approvals, ledger } }: Stage) {
  return {
    approvals: approvals.map(({ propertyId, decision }) => `${propertyId}: ${decision}`),
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
