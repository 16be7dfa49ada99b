import { requireRole } from '../auth/require-role.js';
import { AdapterError } from '../core/adapter-error.js';
import { inRequest, onViewing } from '../core/context.js';
import { readBody, readQuery } from '../http/fields.js';
import { checkCursor, parseId, parseInput } from '../http/read-input.js';
import { jsonResponse } from '../http/request-response.js';
import { operatorViewingsQuery, resolveBody } from '../http/request-schemas.js';
import {
  type OperatorSummaryResponse,
  type OperatorViewingsResponse,
  operatorSummaryResponse,
  operatorViewingsResponse,
  viewingResponse,
} from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import type { BookingContext } from './booking-context.js';
import { describeViewing, listOperatorViewings } from './list-viewings.js';
import { renderOperatorViewing, renderViewing, storedStatuses } from './render-viewing.js';
import { resolveManually } from './resolve-manually.js';

/** The operator's dashboard: tours of own houses, and nothing else; an administrator may resolve any. */
export function operatorRoutes(context: BookingContext): Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/operator/viewings',
      about: {
        summary: 'Tours of own houses, newest first',
        tag: 'operator',
        role: 'operator',
        query: operatorViewingsQuery,
        responses: { 200: operatorViewingsResponse },
      },
      handle: async (exchange) => {
        const { operatorId } = await requireRole(context, exchange, {}, ['operator']);
        const { status, houseId, ...page } = parseInput(operatorViewingsQuery, readQuery(exchange.request));
        const filter = { ...page, houseId, status: status && storedStatuses(status) };
        const { items, next } = await checkCursor(page, () =>
          listOperatorViewings(context, operatorId, filter),
        );
        return jsonResponse<OperatorViewingsResponse>(200, {
          items: items.map(renderOperatorViewing),
          next: next ?? null,
        });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/operator/summary',
      about: {
        summary: 'How many tours are in which state',
        tag: 'operator',
        role: 'operator',
        responses: { 200: operatorSummaryResponse },
      },
      handle: async (exchange) => {
        const { operatorId } = await requireRole(context, exchange, {}, ['operator']);
        const [operator, { sending, pending, ...counts }] = await Promise.all([
          context.store.operators.find(operatorId),
          context.store.viewings.countByOperator(operatorId),
        ]);
        const viewings = { pending: pending + sending, ...counts };
        return jsonResponse<OperatorSummaryResponse>(200, {
          operator: { id: operatorId, name: operator?.name ?? null },
          viewings,
        });
      },
    },
    {
      methods: ['POST'],
      path: '/api/operator/viewings/:id/settle',
      about: {
        summary: 'Resolve an unknown booking by what a person found out at Entrata',
        tag: 'operator',
        role: 'operator',
        body: resolveBody,
        responses: { 200: viewingResponse },
        problems: [
          'not_found',
          'state_conflict',
          'change_under_way',
          'may_book_twice',
          'unavailable',
          'reauthorization_required',
        ],
      },
      handle: async (exchange) => {
        const fields = await readBody(exchange.request);
        const principal = await requireRole(context, exchange, fields, ['operator', 'admin']);
        const viewing = await context.store.viewings.find(parseId(exchange));
        const house = viewing && (await context.store.houses.find(viewing.houseId));
        const isTheirs = principal.role === 'admin' || house?.operatorId === principal.operatorId;
        if (viewing === undefined || !isTheirs) throw new AdapterError('not_found');
        const own = onViewing(inRequest(context, exchange), viewing);
        const finding = parseInput(resolveBody, fields);
        // What form ids have, the wire profile says.
        if (finding.leadId !== undefined && !context.entrata.webhooks.isId(finding.leadId))
          throw new AdapterError('invalid_request', undefined, { field: 'leadId' });
        const resolved = await resolveManually(own, viewing, finding);
        exchange.logger.info(
          { viewingId: resolved.id, userId: principal.userId },
          'viewing resolved manually',
        );
        return jsonResponse(200, renderViewing(await describeViewing(context, resolved)));
      },
    },
  ];
}
