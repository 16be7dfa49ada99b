import type { TourSlot } from 'entrata-sdk';
import type { Booking } from '../booking.js';
import { readBody, readQuery } from '../fields.js';
import { listTourTimes, type TourTimes } from '../flows/list-tour-times.js';
import { jsonResponse } from '../http.js';
import type { Exchange, Route } from '../router.js';
import { parseInput, tourTimesQuery } from '../schemas.js';
import { renderMessage } from './message-answer.js';

/** Tour times, in our shape and in the existing app's. */
export function tourTimesRoutes(booking: Booking): Route[] {
  const timeZone = booking.options.displayTimeZone ?? 'America/Chicago';

  function renderOurs({ house, supported, stale, slots }: TourTimes) {
    return { houseId: house.id, timeZone, supported, stale, slots: slots.map(renderSlot) };
  }

  /** A map of raw date to times, as the app knows it; a text where tours are not supported. */
  function renderForApp({ house, supported, stale, slots }: TourTimes) {
    const byDate: Record<string, unknown[]> = Object.create(null);
    for (const slot of slots) {
      byDate[slot.raw.date] ??= [];
      byDate[slot.raw.date]?.push(renderSlot(slot));
    }
    const tourTimes = supported ? byDate : 'TOURS_NOT_SUPPORTED';
    return {
      message: supported ? 'OK' : 'TOURS_NOT_SUPPORTED',
      houseId: house.id,
      timeZone,
      stale,
      tourTimes,
    };
  }

  async function answerApp({ request }: Exchange) {
    const fields = { ...readQuery(request), ...(request.method === 'POST' ? await readBody(request) : {}) };
    return jsonResponse(200, renderForApp(await listTourTimes(booking, parseInput(tourTimesQuery, fields))));
  }

  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/api/tour-times',
      handle: async ({ request }) => {
        const asked = parseInput(tourTimesQuery, readQuery(request));
        return jsonResponse(200, renderOurs(await listTourTimes(booking, asked)));
      },
    },
    {
      methods: ['GET', 'HEAD', 'POST'],
      path: '/api/getEntrataTourTimes.php',
      handle: answerApp,
      renderError: renderMessage,
    },
  ];
}

function renderSlot({ raw, display, startsAt, endsAt, problem }: TourSlot) {
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
