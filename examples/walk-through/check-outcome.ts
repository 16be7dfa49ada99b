import assert from 'node:assert/strict';
import { bearer, createEntrata } from 'entrata-sdk';
import type { FakeEntrata, SandboxServer } from 'entrata-sdk/testing';
import type { ClientRecord, Store } from 'entrata-store';
import type { Story } from './story.js';

export interface Outcome {
  readonly sandbox: Pick<FakeEntrata, 'approvals' | 'ledger'>;
  /** Where the sandbox listens. */
  readonly entrata: SandboxServer['options'];
  readonly store: Store;
  readonly story: Story;
}

/**
 * Holds the story against the database and the sandbox, its ledger above all, and returns the counts found there.
 * Throws with what differs.
 */
export async function checkOutcome({ sandbox, entrata, store, story }: Outcome): Promise<string> {
  const clients = (await store.clients.list()).items;
  assert.deepEqual(
    clients.map(({ cid }) => cid),
    [story.cid],
    'exactly the one client is stored',
  );
  const client = clients[0];
  assert.ok(client?.accessToken !== undefined, 'the client has its token');

  const properties = (await store.properties.list({ clientId: client.id })).items;
  assert.deepEqual(
    properties.map(({ propertyId }) => propertyId).sort(),
    [...story.propertyIds].sort(),
    'every property is stored',
  );
  for (const property of properties) {
    assert.equal(property.state, 'active', `property ${property.propertyId} is active`);
    assert.equal(
      property.reachedSeq,
      property.eventSeq,
      `property ${property.propertyId} reached its newest event`,
    );
    const approvals = sandbox.approvals.filter(({ propertyId }) => propertyId === property.propertyId);
    assert.equal(approvals.length, 1, `property ${property.propertyId} was approved once`);
  }

  const houses = (await store.houses.list({ clientId: client.id, status: 'active' })).items;
  assert.deepEqual(
    houses.map(({ propertyId }) => propertyId).sort(),
    [...story.propertyIds].sort(),
    'one house per property',
  );
  for (const house of houses) {
    assert.deepEqual(
      [house.operatorId, house.agentUserId],
      [client.operatorId, client.agentUserId],
      'houses are linked to the operator and the agent',
    );
    assert.ok(
      house.latitude !== undefined && house.rentCents !== undefined && house.images.length > 0,
      `${house.title} is complete`,
    );
  }

  const webhooks = (await store.webhooks.list()).items;
  assert.deepEqual(
    webhooks.map(({ logId }) => logId).sort(),
    [...story.logIds].sort(),
    'every webhook has its log row',
  );
  assert.ok(
    webhooks.every(({ outcome, httpStatus }) => outcome === 'accepted' && httpStatus === 200),
    'every webhook was accepted',
  );

  const viewings = (await store.viewings.listByUser(story.renterId)).items;
  assert.equal(viewings.length, 1, 'one viewing is stored');
  const viewing = viewings[0];
  assert.equal(viewing?.id, story.viewingId, 'the viewing stored is the one answered');
  assert.equal(viewing?.status, 'confirmed', 'the viewing is confirmed');
  assert.deepEqual(
    [viewing?.rawDate, viewing?.rawTime],
    [story.bookedSlot.rawDate, story.bookedSlot.rawTime],
    'the viewing keeps the slot byte for byte',
  );

  assert.deepEqual(
    story.shown.slots
      .filter((slot) => !isBooked(story, slot))
      .map(({ rawDate, rawTime }) => [rawDate, rawTime]),
    await offeredNow(entrata, client, story),
    'the tour times shown are, byte for byte, those that Entrata still offers and the booked one',
  );

  const { leads, appointments } = sandbox.ledger;
  assert.deepEqual(
    leads.map(({ leadId }) => leadId),
    [story.leadId],
    'the ledger has exactly the one lead',
  );
  assert.equal(viewing?.leadId, story.leadId, "the viewing carries the ledger's lead id");
  assert.equal(appointments.length, 1, 'the ledger has exactly one appointment');
  assert.ok(appointments[0]?.matchesOffer, 'the slot in the ledger is byte for byte one that was offered');
  assert.deepEqual(
    [appointments[0]?.rawDate, appointments[0]?.rawTime],
    [story.bookedSlot.rawDate, story.bookedSlot.rawTime],
    'the slot in the ledger is the one that was shown',
  );

  return [
    `${webhooks.length} webhooks`,
    `${clients.length} client`,
    `${properties.length} properties`,
    `${houses.length} houses`,
    `${story.shown.slots.length} tour times`,
    `${viewings.length} booking`,
    `${leads.length} lead`,
    `${appointments.length} appointment`,
  ].join(', ');
}

function isBooked({ bookedSlot }: Story, { rawDate, rawTime }: Story['bookedSlot']): boolean {
  return rawDate === bookedSlot.rawDate && rawTime === bookedSlot.rawTime;
}

/** Asks the sandbox itself, past the server and its cache. */
async function offeredNow(
  options: SandboxServer['options'],
  { subdomain, accessToken }: ClientRecord,
  { house, shown }: Story,
): Promise<string[][]> {
  const entrata = createEntrata(options);
  try {
    const client = entrata.client({ subdomain, auth: bearer(accessToken ?? '') });
    const { propertyId } = house;
    const { slots } = await client.getTourAvailability({ propertyId, from: shown.from, to: shown.to });
    return slots.map(({ raw }) => [raw.date, raw.time]);
  } finally {
    await entrata.close();
  }
}
