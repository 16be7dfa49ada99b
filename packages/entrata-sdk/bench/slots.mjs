// Slots read per second, both ends and the display in America/Chicago: ours against luxon for every slot.
import { parseTourTime } from 'entrata-sdk';
import { DateTime, FixedOffsetZone } from 'luxon';

const twoDigits = (value) => String(value).padStart(2, '0');

/** Sixty days of half hours, over the autumn change of clocks. */
function makeSlots() {
  const slots = [];
  for (let day = 0; day < 60; day++) {
    const date = new Date(Date.UTC(2026, 9, 1 + day)).toISOString().slice(0, 10);
    for (let half = 16; half < 36; half++) {
      const clock = (halves) => `${twoDigits(halves >> 1)}:${halves % 2 === 0 ? '00' : '30'}`;
      slots.push({ date, time: `${clock(half)} MST - ${clock(half + 1)} MST` });
    }
  }
  return slots;
}

const offsets = { MST: FixedOffsetZone.instance(-7 * 60) };

/** The same reading with luxon: what a careful program would write without us. */
function viaLuxon({ date, time }) {
  const [, start, startLabel, end, endLabel] = /^(\d\d:\d\d) (\w+) - (\d\d:\d\d) (\w+)$/.exec(time);
  const format = 'yyyy-MM-dd HH:mm';
  const startsAt = DateTime.fromFormat(`${date} ${start}`, format, { zone: offsets[startLabel] });
  const endsAt = DateTime.fromFormat(`${date} ${end}`, format, { zone: offsets[endLabel] });
  const from = startsAt.setZone('America/Chicago');
  const to = endsAt.setZone('America/Chicago');
  return {
    startsAt: startsAt.toUTC().toISO(),
    endsAt: endsAt.toUTC().toISO(),
    date: from.toFormat('yyyy-MM-dd'),
    start: from.toFormat('HH:mm'),
    end: to.toFormat('HH:mm'),
    label: `${from.toFormat('HH:mm ZZZZ')} - ${to.toFormat('HH:mm ZZZZ')}`,
  };
}

export function benchSlots({ rounds, millis }) {
  const slots = makeSlots();
  for (const slot of slots) {
    const { startsAt, endsAt, display } = parseTourTime(slot);
    const { timeZone, ...shown } = display;
    if (JSON.stringify({ startsAt, endsAt, ...shown }) !== JSON.stringify(viaLuxon(slot))) {
      throw new Error(`the two readings of ${slot.date} ${slot.time} differ`);
    }
  }
  const rates = { sdk: [], luxon: [] };
  for (let round = 0; round < rounds; round++) {
    rates.sdk.push(perSecond(parseTourTime, slots, millis));
    rates.luxon.push(perSecond(viaLuxon, slots, millis));
  }
  return { sdk: Math.max(...rates.sdk), luxon: Math.max(...rates.luxon) };
}

function perSecond(read, slots, millis) {
  let done = 0;
  const started = performance.now();
  while (performance.now() - started < millis) {
    for (let index = 0; index < 100; index++) read(slots[done++ % slots.length]);
  }
  return (done / (performance.now() - started)) * 1000;
}
