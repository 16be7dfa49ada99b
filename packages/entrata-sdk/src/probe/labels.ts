import type { Listing } from '../properties/listing.js';
import type { TourSlot } from '../slots/slot.js';

/** How the zone in a slot's text fits the property's own; undefined where that one is not known. */
function labelOf({ startsAt, zone }: TourSlot, listing: Listing | undefined): string | undefined {
  const own = listing?.timeZone?.iana;
  if (own === undefined) return undefined;
  if (startsAt === undefined || zone === undefined) return 'cannot be read';
  const offset = offsetAt(own, startsAt);
  if (zone.offsetMinutes === offset) return "the property's zone";
  // Before the season: MST is as far from UTC as PDT is.
  const isMountainOwn = offset === offsetAt('America/Denver', startsAt);
  if (/^M[SD]T$/i.test(zone.label) && !isMountainOwn) return 'Mountain time';
  const inOther = offsetAt(own, inOtherSeason(startsAt));
  return zone.offsetMinutes === inOther ? "the property's zone in the other season" : 'another zone';
}

/** Minutes east of UTC. */
function offsetAt(timeZone: string, instant: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const text =
    format.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function inOtherSeason(instant: string): string {
  return new Date(Date.parse(instant) + 182 * 86_400_000).toISOString();
}

/** How the zones of tour times fit their property. */
export function labelsOf(slots: readonly TourSlot[] | undefined, listing: Listing | undefined): Set<string> {
  return new Set(slots?.flatMap((slot) => labelOf(slot, listing) ?? []));
}
