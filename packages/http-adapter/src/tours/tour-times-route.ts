import type { TourSlot } from 'entrata-sdk';
import { rememberRecent } from '../core/bounded-map.js';
import { readBody, readQuery } from '../http/fields.js';
import { appProblemSchema } from '../http/problem-details.js';
import { parseInput } from '../http/read-input.js';
import { renderMessage } from '../http/render-message.js';
import type { AdapterResponse } from '../http/request-response.js';
import { appTourTimesQuery, tourTimesQuery } from '../http/request-schemas.js';
import {
  type AppTourTimesResponse,
  appTourTimesResponse,
  type SlotResponse,
  type TourTimesResponse,
  tourTimesResponse,
} from '../http/response-schemas.js';
import type { Exchange, Route } from '../http/router.js';
import { findTourTimes, type TourTimes, type TourTimesRequest } from './find-tour-times.js';
import { createTourTimesAnswers, type TourTimesAnswers } from './tour-times-answers.js';
import type { ToursContext } from './tours-context.js';

const problems = [
  'not_found',
  'not_configured',
  'upstream_error',
  'upstream_refused',
  'reauthorization_required',
] as const;

/** Tour times, in our shape and in the existing app's. */
export function tourTimesRoutes(context: ToursContext): Route[] {
  const timeZone = context.tours.displayTimeZone;

  const ours = createTourTimesAnswers(
    ({ house, supported, stale, slots }: TourTimes): TourTimesResponse => ({
      houseId: house.id,
      timeZone,
      supported,
      stale,
      slots: slots.map(renderSlot),
    }),
  );

  /** A map of raw date to times, as the app knows it; a text where tours are not supported. */
  const theApps = createTourTimesAnswers((times: TourTimes): AppTourTimesResponse => {
    const { house, supported, stale, slots } = times;
    const byDate: Record<string, SlotResponse[]> = Object.create(null);
    for (const slot of slots) {
      byDate[slot.raw.date] ??= [];
      byDate[slot.raw.date]?.push(renderSlot(slot));
    }
    const message = supported ? 'OK' : 'TOURS_NOT_SUPPORTED';
    const tourTimes = supported ? byDate : 'TOURS_NOT_SUPPORTED';
    return { message, houseId: house.id, timeZone, stale, tourTimes };
  });

  // The same queries come again and again, and reading one costs as much as the rest of an answer from memory.
  const readerOf = (schema: typeof tourTimesQuery | typeof appTourTimesQuery) =>
    rememberRecent(1_000, (rawQuery) => parseInput(schema, readQuery({ rawQuery })));
  const readOurs = readerOf(tourTimesQuery);
  const readTheApps = readerOf(appTourTimesQuery);

  async function answer({ request }: Exchange, asked: TourTimesRequest, answers: TourTimesAnswers) {
    const source = await findTourTimes(context, asked, request);
    const { body, etag } = answers.prepare(source, context.now());
    // Kept, but asked about each time: a slot may be gone the moment somebody books it.
    const headers = { 'cache-control': 'private, no-cache', etag };
    const known = request.headers['if-none-match'];
    const isKnown = known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) === true;
    const response: AdapterResponse =
      isKnown && request.method !== 'POST'
        ? { status: 304, headers, body: undefined }
        : { status: 200, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
    return response;
  }

  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/tour-times',
      about: {
        summary: 'Tour times of a house for a day, a range or a month',
        tag: 'tours',
        query: tourTimesQuery,
        responses: { 200: tourTimesResponse },
        problems,
      },
      handle: async (exchange) => answer(exchange, readOurs(exchange.request.rawQuery), ours),
    },
    {
      methods: ['GET', 'HEAD', 'POST'],
      path: '/api/getEntrataTourTimes.php',
      about: {
        summary: 'Tour times by raw date',
        tag: 'existing app',
        problem: appProblemSchema,
        query: appTourTimesQuery,
        body: appTourTimesQuery,
        responses: { 200: appTourTimesResponse },
        problems,
      },
      renderError: renderMessage,
      handle: async (exchange) => {
        const { request } = exchange;
        if (request.method !== 'POST') return answer(exchange, readTheApps(request.rawQuery), theApps);
        const fields = { ...readQuery(request), ...(await readBody(request)) };
        return answer(exchange, parseInput(appTourTimesQuery, fields), theApps);
      },
    },
  ];
}

function renderSlot({ raw, display, startsAt, endsAt, problem }: TourSlot): SlotResponse {
  return {
    rawDate: raw.date,
    rawTime: raw.time,
    date: display?.date ?? null,
    start: display?.start ?? null,
    end: display?.end ?? null,
    startsAt: startsAt ?? null,
    endsAt: endsAt ?? null,
    label: display?.label ?? null,
    problem: problem ?? null,
  };
}
