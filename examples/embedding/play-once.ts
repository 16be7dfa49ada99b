import type { FakeEntrata } from 'entrata-sdk/testing';
import type { Store } from 'entrata-store';
import { createSigner } from 'fast-jwt';
import { type Booking, callApp, nextTourTimes, waitForHouses } from './call-app.js';

export interface Stage {
  readonly sandbox: FakeEntrata;
  readonly store: Store;
  /** Where the embedding serves, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly webhookSecret: string;
  readonly jwtSecret: string;
}

/** Plays Entrata and the app against an embedding: one webhook, then one booking. Throws at what does not work. */
export async function playOnce({ sandbox, store, url, ...secrets }: Stage): Promise<void> {
  const [company] = sandbox.companies;
  const property = company?.properties.find(({ timeZone }) => timeZone === 'America/Denver');
  if (company === undefined || property === undefined) throw new Error('the sandbox has nothing in Denver');

  const webhook = await sandbox.sendWebhook(`${url}/webhooks/entrata/${secrets.webhookSecret}`, {
    requestType: 'ACTIVATION',
    subdomain: company.subdomain,
    propertyId: property.id,
  });
  console.log(`webhook: ${webhook.status} ${JSON.parse(webhook.body).status}`);

  const renter = await store.users.insert({
    role: 'user',
    name: 'Riley Renter',
    email: 'riley@example.test',
  });
  const token = createSigner({ key: secrets.jwtSecret, expiresIn: '5m' })({ sub: renter.id });
  const [house] = await waitForHouses(url, token, 1);
  if (house === undefined) throw new Error('there is no house');
  const [slot] = await nextTourTimes(url, token, house.id);
  if (slot === undefined) throw new Error('no tour time is offered');

  const { rawDate, rawTime } = slot;
  const booking = await callApp<Booking>(`${url}/api/viewings`, token, {
    houseId: house.id,
    rawDate,
    rawTime,
  });
  console.log(`booking: ${booking.status} ${booking.body.status}`);
  const [appointment] = sandbox.ledger.appointments;
  if (booking.status !== 201 || !appointment?.matchesOffer) throw new Error('the tour was not booked');
  console.log(`at Entrata: "${appointment.rawTime}", byte for byte`);
}
