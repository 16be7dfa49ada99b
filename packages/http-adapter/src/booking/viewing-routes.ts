import type { ViewingStatus } from 'entrata-store';
import { requireRole } from '../auth/require-role.js';
import { AdapterError } from '../core/adapter-error.js';
import { inRequest } from '../core/context.js';
import { readBody, readQuery } from '../http/fields.js';
import { appProblemSchema } from '../http/problem-details.js';
import { checkCursor, parseId, parseInput, readIdempotencyKey } from '../http/read-input.js';
import { renderMessage } from '../http/render-message.js';
import { jsonResponse } from '../http/request-response.js';
import { requestViewingForm, viewingBody, viewingsQuery } from '../http/request-schemas.js';
import {
  type MessageResponse,
  messageResponse,
  type ViewingsResponse,
  viewingResponse,
  viewingsResponse,
} from '../http/response-schemas.js';
import type { Exchange, Route } from '../http/router.js';
import { rawSlotOf } from '../tours/raw-slot.js';
import { answerViewing } from './answer-viewing.js';
import type { BookingContext } from './booking-context.js';
import { describeViewing, listUserViewings } from './list-viewings.js';
import { viewingProblem } from './notes.js';
import { renderViewing, storedStatuses } from './render-viewing.js';
import { requestViewing, type ViewingRequest } from './request-viewing.js';

const bookingProblems = [
  'not_found',
  'slot_not_offered',
  'contact_missing',
  'idempotency_key_reused',
  'lead_rejected',
  'not_configured',
  'upstream_error',
  'upstream_refused',
  'reauthorization_required',
] as const;

/** Booking, and the user's own Tours. */
export function viewingRoutes(context: BookingContext): Route[] {
  async function book(exchange: Exchange, request: Omit<ViewingRequest, 'idempotencyKey'>) {
    const idempotencyKey = readIdempotencyKey(exchange);
    const requested = await requestViewing(inRequest(context, exchange), { ...request, idempotencyKey });
    exchange.addFields({ viewingId: requested.viewing.id });
    const problem = viewingProblem(requested.viewing, requested.opening);
    if (problem !== undefined) throw problem;
    return requested;
  }

  return [
    {
      methods: ['POST'],
      path: '/api/viewings',
      about: {
        summary: 'Book a tour, or send an enquiry without a time',
        tag: 'tours',
        role: 'user',
        body: viewingBody,
        takesIdempotencyKey: true,
        responses: { 200: viewingResponse, 201: viewingResponse, 202: viewingResponse },
        problems: bookingProblems,
      },
      handle: async (exchange) => {
        const fields = await readBody(exchange.request);
        const { userId } = await requireRole(context, exchange, fields, ['user']);
        const { houseId, rawDate, rawTime, tourType, message } = parseInput(viewingBody, fields);
        const slot = rawSlotOf({ rawDate, rawTime });
        const request = { userId, houseId, slot, tourType, message };
        return answerViewing(context, await book(exchange, request));
      },
    },
    {
      methods: ['POST'],
      path: '/api/requestViewing.php',
      about: {
        summary: 'Book a tour, or send an enquiry without a time',
        tag: 'existing app',
        problem: appProblemSchema,
        role: 'user',
        body: requestViewingForm,
        takesIdempotencyKey: true,
        responses: { 200: messageResponse },
        problems: bookingProblems,
      },
      renderError: renderMessage,
      handle: async (exchange) => {
        const fields = await readBody(exchange.request);
        const { userId } = await requireRole(context, exchange, fields, ['user']);
        const form = parseInput(requestViewingForm, fields);
        const slot = rawSlotOf({ rawDate: form.entrataSlotDate, rawTime: form.entrataSlotTime });
        const message = form.message ?? (slot === undefined ? enquiryText[form.request_type] : undefined);
        const { houseId, tourType } = form;
        const { viewing } = await book(exchange, { userId, houseId, slot, tourType, message });
        return jsonResponse<MessageResponse>(200, {
          message: messageOf(viewing.status),
          viewingId: viewing.id,
        });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/viewings',
      about: {
        summary: "The user's own tours, newest first",
        tag: 'tours',
        role: 'user',
        query: viewingsQuery,
        responses: { 200: viewingsResponse },
      },
      handle: async (exchange) => {
        const { userId } = await requireRole(context, exchange, {}, ['user']);
        const { status, ...page } = parseInput(viewingsQuery, readQuery(exchange.request));
        const filter = { ...page, status: status && storedStatuses(status) };
        const { items, next } = await checkCursor(page, () => listUserViewings(context, userId, filter));
        return jsonResponse<ViewingsResponse>(200, { items: items.map(renderViewing), next: next ?? null });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/viewings/:id',
      about: {
        summary: "One of the user's own tours",
        tag: 'tours',
        role: 'user',
        responses: { 200: viewingResponse },
        problems: ['not_found'],
      },
      handle: async (exchange) => {
        const { userId } = await requireRole(context, exchange, {}, ['user']);
        const viewing = await context.store.viewings.find(parseId(exchange));
        if (viewing?.userId !== userId) throw new AdapterError('not_found');
        return jsonResponse(200, renderViewing(await describeViewing(context, viewing)));
      },
    },
  ];
}

function messageOf(status: ViewingStatus): string {
  if (status === 'confirmed') return 'Viewing confirmed';
  return status === 'cancelled' ? 'Viewing cancelled' : 'Viewing requested';
}

const enquiryText = { ENQUIRY: 'Enquiry', INFORMATION: 'Request for information' };
