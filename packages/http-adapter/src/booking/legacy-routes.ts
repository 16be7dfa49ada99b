import type { ViewingStatus } from 'entrata-store';
import { requireRole } from '../auth/require-role.js';
import { readQuery } from '../http/fields.js';
import { appProblemSchema } from '../http/problem-details.js';
import { parseInput } from '../http/read-input.js';
import { renderMessage } from '../http/render-message.js';
import { jsonResponse } from '../http/request-response.js';
import { appViewingsQuery } from '../http/request-schemas.js';
import { type AppViewingsResponse, appViewingsResponse } from '../http/response-schemas.js';
import type { Route } from '../http/router.js';
import { createDayReader } from '../tours/house-days.js';
import type { BookingContext } from './booking-context.js';
import { type ListedViewing, listUserViewings } from './list-viewings.js';

type AppStatus = AppViewingsResponse['other'][number]['status'];

/** The Tours screen of the existing app: the newest 500 viewings, in its groups. */
export function appViewingRoutes(context: BookingContext): Route[] {
  const dayAt = createDayReader();
  const monthOf = (instant: Date) => dayAt(instant.getTime(), context.tours.displayTimeZone).slice(0, 7);
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/viewings.php',
      about: {
        summary: 'The Tours screen, in its groups',
        tag: 'existing app',
        problem: appProblemSchema,
        role: 'user',
        query: appViewingsQuery,
        responses: { 200: appViewingsResponse },
      },
      renderError: renderMessage,
      handle: async (exchange) => {
        const { userId } = await requireRole(context, exchange, {}, ['user']);
        const { search, status } = parseInput(appViewingsQuery, readQuery(exchange.request));
        const { items } = await listUserViewings(context, userId, { limit: 500 });
        const now = context.now();
        const grouped: AppViewingsResponse = {
          cancelled: [],
          none: [],
          thisWeek: [],
          thisMonth: [],
          past: [],
          other: [],
        };
        const wanted = search?.toLowerCase();
        for (const item of items) {
          if (status !== 'ALL' && appStatus(item.viewing.status) !== status) continue;
          if (wanted !== undefined && !item.house?.title.toLowerCase().includes(wanted)) continue;
          grouped[groupOf(item, now, monthOf)].push(renderItem(item));
        }
        return jsonResponse(200, grouped);
      },
    },
  ];
}

function appStatus(status: ViewingStatus): AppStatus {
  if (status === 'confirmed') return 'ACCEPTED';
  return status === 'pending' || status === 'sending' || status === 'unknown' ? 'PENDING' : 'CANCELLED';
}

function groupOf(
  { viewing }: ListedViewing,
  now: Date,
  monthOf: (instant: Date) => string,
): keyof AppViewingsResponse {
  if (appStatus(viewing.status) === 'CANCELLED') return 'cancelled';
  if (viewing.startsAt === undefined) return 'none';
  const startsAt = new Date(viewing.startsAt);
  const inDays = (startsAt.getTime() - now.getTime()) / 86_400_000;
  if (inDays < 0) return 'past';
  if (inDays < 7) return 'thisWeek';
  return monthOf(startsAt) === monthOf(now) ? 'thisMonth' : 'other';
}

function renderItem({ viewing, house }: ListedViewing): AppViewingsResponse['other'][number] {
  return {
    id: viewing.id,
    status: appStatus(viewing.status),
    house_id: viewing.houseId,
    title: house?.title ?? null,
    address: house === undefined ? null : [house.street, house.city, house.state].filter(Boolean).join(', '),
    images: house?.images.map(({ url }) => url) ?? [],
    agent_id: house?.agentUserId ?? null,
    rating: null,
    crm_name: 'entrata',
    external_id: viewing.leadId ?? null,
    date: viewing.rawDate ?? null,
    time: viewing.rawTime ?? null,
    starts_at: viewing.startsAt ?? null,
    message: viewing.message ?? null,
    created_at: viewing.createdAt,
  };
}
