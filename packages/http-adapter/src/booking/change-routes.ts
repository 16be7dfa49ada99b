import type { ViewingRecord } from 'entrata-store';
import { requireRole } from '../auth/require-role.js';
import { AdapterError } from '../core/adapter-error.js';
import { inRequest, onViewing } from '../core/context.js';
import { type Fields, readBody } from '../http/fields.js';
import { parseId, parseInput, readIdempotencyKey } from '../http/read-input.js';
import { jsonResponse } from '../http/request-response.js';
import { rescheduleBody } from '../http/request-schemas.js';
import { viewingResponse } from '../http/response-schemas.js';
import type { Exchange, Route } from '../http/router.js';
import { answerViewing } from './answer-viewing.js';
import type { BookingContext } from './booking-context.js';
import { cancelViewing } from './cancel-viewing.js';
import { describeViewing } from './list-viewings.js';
import { viewingProblem } from './notes.js';
import { renderViewing } from './render-viewing.js';
import { rescheduleViewing } from './reschedule-viewing.js';

/** What a user may change about an own tour. */
export function viewingChangeRoutes(context: BookingContext): Route[] {
  /** The user's own viewing, and the context of what is asked about it. */
  async function findOwn(exchange: Exchange, fields: Fields): Promise<[BookingContext, ViewingRecord]> {
    const { userId } = await requireRole(context, exchange, fields, ['user']);
    const viewing = await context.store.viewings.find(parseId(exchange));
    if (viewing?.userId !== userId) throw new AdapterError('not_found');
    return [onViewing(inRequest(context, exchange), viewing), viewing];
  }

  return [
    {
      methods: ['POST'],
      path: '/api/viewings/:id/cancel',
      about: {
        summary: 'Cancel an own tour, here and at Entrata',
        tag: 'tours',
        role: 'user',
        responses: { 200: viewingResponse, 202: viewingResponse },
        problems: [
          'not_found',
          'state_conflict',
          'change_under_way',
          'change_not_supported',
          'reauthorization_required',
        ],
      },
      handle: async (exchange) => {
        const [own, viewing] = await findOwn(exchange, await readBody(exchange.request));
        const cancelled = await cancelViewing(own, viewing);
        const status = cancelled.status === 'cancelled' ? 200 : 202;
        return jsonResponse(status, renderViewing(await describeViewing(context, cancelled)));
      },
    },
    {
      methods: ['POST'],
      path: '/api/viewings/:id/reschedule',
      about: {
        summary: 'Move an own tour to another offered time; answers with the tour that takes its place',
        tag: 'tours',
        role: 'user',
        body: rescheduleBody,
        takesIdempotencyKey: true,
        responses: { 200: viewingResponse, 201: viewingResponse, 202: viewingResponse },
        problems: [
          'not_found',
          'slot_not_offered',
          'state_conflict',
          'change_under_way',
          'change_not_supported',
          'idempotency_key_reused',
          'lead_rejected',
          'reauthorization_required',
        ],
      },
      handle: async (exchange) => {
        const fields = await readBody(exchange.request);
        const [, viewing] = await findOwn(exchange, fields);
        const { rawDate, rawTime } = parseInput(rescheduleBody, fields);
        const key = readIdempotencyKey(exchange);
        const moving = inRequest(context, exchange);
        const requested = await rescheduleViewing(moving, viewing, { date: rawDate, time: rawTime }, key);
        exchange.addFields({ viewingId: requested.viewing.id });
        const problem = viewingProblem(requested.viewing, requested.opening);
        if (problem !== undefined) throw problem;
        return answerViewing(context, requested);
      },
    },
  ];
}
