import { requireRole } from '../auth/require-role.js';
import type { Booking } from '../booking.js';
import { readQuery } from '../fields.js';
import { listOperatorViewings } from '../flows/list-viewings.js';
import { jsonResponse } from '../http.js';
import type { Route } from '../router.js';
import { parseInput, viewingsQuery } from '../schemas.js';
import { renderOperatorViewing, storedStatuses } from './render-viewing.js';

/** The operator's dashboard: tours of own houses, and nothing else. */
export function operatorRoutes(booking: Booking): Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/operator/viewings',
      handle: async (exchange) => {
        const { operatorId } = await requireRole(booking, exchange, {}, ['operator']);
        const { status, ...page } = parseInput(viewingsQuery, readQuery(exchange.request));
        const { items, next } = await listOperatorViewings(booking, operatorId, {
          ...page,
          status: status && storedStatuses(status),
        });
        return jsonResponse(200, { items: items.map(renderOperatorViewing), next: next ?? null });
      },
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/api/operator/summary',
      handle: async (exchange) => {
        const { operatorId } = await requireRole(booking, exchange, {}, ['operator']);
        const [operator, { sending, pending, ...counts }] = await Promise.all([
          booking.store.operators.find(operatorId),
          booking.store.viewings.countByOperator(operatorId),
        ]);
        const viewings = { pending: pending + sending, ...counts };
        return jsonResponse(200, { operator: { id: operatorId, name: operator?.name ?? null }, viewings });
      },
    },
  ];
}
