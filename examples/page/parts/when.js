import { h } from '../dom/element.js';

/** Where tours are read for people, as the server does. */
const displayTimeZone = 'America/Chicago';

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: displayTimeZone,
  hour: 'numeric',
  minute: '2-digit',
});
const zoned = new Intl.DateTimeFormat('en-US', {
  timeZone: displayTimeZone,
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: displayTimeZone });
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
 */
export function timeOf(instant) {
  return isInstant(instant) ? clock.format(new Date(instant)) : instant;
}

/**
 * `Tuesday, November 24, 11:00 – 11:30 AM CST`; the time is not broken over two lines.
 *
 * @param {string} startsAt
 * @param {string | null | undefined} endsAt
 */
export function dayAndTime(startsAt, endsAt) {
  if (!isInstant(startsAt)) return [startsAt];
  const start = new Date(startsAt);
  const time = isInstant(endsAt) ? zoned.formatRange(start, new Date(endsAt)) : zoned.format(start);
  return [`${dayName(dayOf(startsAt))}, `, h('span', { class: 'whole' }, time)];
}

/**
 * The day of an instant in the display time zone, `YYYY-MM-DD`; empty for what is none.
 *
 * @param {string | Date} instant
 */
export function dayOf(instant) {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? '' : isoDay.format(at);
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
