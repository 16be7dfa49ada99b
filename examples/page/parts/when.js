import { h } from '../dom/element.js';

/** For what comes without `timeZone`, as tours do that were booked: the server's default, named nowhere else in the page. */
const displayTimeZone = 'America/Chicago';

const longDay = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'long',
  month: 'long',
  day: 'numeric',
});
const monthAndYear = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' });
const stamp = new Intl.DateTimeFormat('en-US', {
  timeZone: displayTimeZone,
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/**
 * `11:00 AM`.
 *
 * @param {string} instant
 * @param {string} [timeZone]
 */
export function timeOf(instant, timeZone = displayTimeZone) {
  if (!isInstant(instant)) return instant;
  return new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(
    new Date(instant),
  );
}

/**
 * `Chicago (Central Time)`.
 *
 * @param {string} timeZone
 */
export function zoneName(timeZone) {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longGeneric' }).formatToParts();
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value;
  return `${timeZone.split('/').at(-1)?.replaceAll('_', ' ')} (${name})`;
}

/**
 * `Tuesday, November 24, 11:00 – 11:30 AM CST`; the time is not broken over two lines.
 *
 * @param {string} startsAt
 * @param {string | null | undefined} endsAt
 * @param {string} [timeZone]
 */
export function dayAndTime(startsAt, endsAt, timeZone = displayTimeZone) {
  if (!isInstant(startsAt)) return [startsAt];
  const start = new Date(startsAt);
  const zoned = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const time = isInstant(endsAt) ? zoned.formatRange(start, new Date(endsAt)) : zoned.format(start);
  return [`${dayName(dayOf(startsAt, timeZone))}, `, h('span', { class: 'whole' }, time)];
}

/**
 * The day of an instant, `YYYY-MM-DD`; empty for what is none.
 *
 * @param {string | Date} instant
 * @param {string} [timeZone]
 */
export function dayOf(instant, timeZone = displayTimeZone) {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
}

/**
 * `Tuesday, November 24`.
 *
 * @param {string} day `YYYY-MM-DD`
 */
export function dayName(day) {
  return longDay.format(new Date(`${day}T00:00:00Z`));
}

/**
 * `November 2026`.
 *
 * @param {string} month `YYYY-MM`
 */
export function monthName(month) {
  return monthAndYear.format(new Date(`${month}-01T00:00:00Z`));
}

/**
 * `Nov 24, 11:02:33 CST`, for logs; what is no instant as it is.
 *
 * @param {string | null | undefined} instant
 */
export function momentText(instant) {
  return isInstant(instant) ? stamp.format(new Date(instant)) : (instant ?? undefined);
}

/**
 * @param {string | null | undefined} text
 * @returns {text is string}
 */
function isInstant(text) {
  return typeof text === 'string' && !Number.isNaN(Date.parse(text));
}
