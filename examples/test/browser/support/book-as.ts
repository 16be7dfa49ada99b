import { expect } from 'vitest';
import type { Site } from './start-site.js';

export interface BookingRequest {
  readonly userId: string;
  readonly propertyId: string;
  /** Default: the last slot that is offered, so never one of today. */
  readonly slot?: { readonly rawDate: string; readonly rawTime: string };
  readonly message?: string;
}

/** Books past the page, as the app would; returns the status and the viewing. */
export async function bookAs(
  { url, server }: Site,
  { userId, propertyId, slot, message }: BookingRequest,
): Promise<{ readonly httpStatus: number; readonly id: string; readonly status: string }> {
  const { items } = await server.store.houses.list({ propertyId });
  const houseId = items[0]?.id;
  const headers = { 'content-type': 'application/json' };
  const login = await fetch(`${url}/dev/login?userId=${userId}`, { method: 'POST', headers, body: '{}' });
  const { token } = (await login.json()) as { token: string };
  const chosen = slot ?? (await lastSlot(`${url}/api/tour-times?houseId=${houseId}`));
  const response = await fetch(`${url}/api/viewings`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ houseId, rawDate: chosen.rawDate, rawTime: chosen.rawTime, message }),
  });
  expect(response.status).toBeLessThan(300);
  const { id, status } = (await response.json()) as { id: string; status: string };
  return { httpStatus: response.status, id, status };
}

async function lastSlot(url: string): Promise<{ rawDate: string; rawTime: string }> {
  const { slots } = (await (await fetch(url)).json()) as { slots: { rawDate: string; rawTime: string }[] };
  const slot = slots.at(-1);
  if (slot === undefined) throw new Error('no tour time is offered');
  return slot;
}
