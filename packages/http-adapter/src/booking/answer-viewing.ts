import { type AdapterResponse, jsonResponse } from '../http/request-response.js';
import type { BookingContext } from './booking-context.js';
import { describeViewing } from './list-viewings.js';
import { renderViewing } from './render-viewing.js';
import type { RequestedViewing } from './request-viewing.js';

/** The viewing, where to find it, and how far it is. */
export async function answerViewing(
  context: BookingContext,
  { viewing, opening }: RequestedViewing,
): Promise<AdapterResponse> {
  const headers = { location: `/api/viewings/${viewing.id}` };
  return jsonResponse(
    statusOf(viewing.status, opening),
    renderViewing(await describeViewing(context, viewing)),
    headers,
  );
}

/** 201 for a booking confirmed by this request or its replay, 200 for one that was there or is cancelled by now, 202 while it is open. */
function statusOf(
  status: RequestedViewing['viewing']['status'],
  opening: RequestedViewing['opening'],
): number {
  if (status === 'cancelled') return 200;
  if (status !== 'confirmed') return 202;
  return opening === 'exists' ? 200 : 201;
}
