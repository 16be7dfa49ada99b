import { failureWords, noRecords, saysEmptyList, saysNoLeads, saysNothingFound } from '../wire/words.js';
import { isRecord, shownKey } from './shape.js';
import { formOf } from './text-form.js';

/** Words that this package reads, and that say nothing of a person. */
const knownWords = new Set(
  (
    'Success|Failed|error|true|false|Yes|No|Available|Not Available|Unoccupied|Occupied|vacant|occupied|Bedroom|Bathroom|' +
    'UnitSpaceID|UnitID|MonthMultiple|Appointment|Scheduled Appointment|Tour|Cancelled|Canceled|Completed|No Show|Monday|' +
    'Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Open|Closed|By Appointment Only|Primary|Mailing|property|Photo|' +
    'image/jpeg|image/png|image/svg+xml|Apartment|Student|Monthly|USD|US'
  ).split('|'),
);

/** What the beginning of a word decides, under the keys where it does. */
const judgedWords = new Map<string, readonly (readonly [RegExp, string])[]>([
  ['Availability', [[/^available/i, 'Available']]],
  ['VacancyClass', [[/^(?:unoccupied|vacant)/i, 'Unoccupied']]],
  ['UnitOccupancyStatus', [[/^(?:unoccupied|vacant)/i, 'vacant']]],
  [
    'IDType',
    [
      [/space/i, 'UnitSpaceID'],
      [/unit/i, 'UnitID'],
    ],
  ],
  ['AmountType', [[/multiple/i, 'MonthMultiple']]],
  [
    'RoomType',
    [
      [/^bed/i, 'Bedroom'],
      [/^bath/i, 'Bathroom'],
    ],
  ],
  ['name', [[/cancel/i, 'Cancelled']]],
]);

const zoneText =
  /^(?:(?:eastern|central|mountain|pacific|alaska|hawaii|atlantic)(?: (?:standard|daylight))?(?: time)?(?: \(GMT [+-]\d{4}\))?|(?:America|Pacific)\/[A-Za-z_]{1,30})$/i;

const dayMs = 86_400_000;

/**
 * Puts made-up values in the place of those of Entrata's: of the same type and form, the same for the same value, so that
 * ids still join. What stays is what says nothing of anybody: small numbers, years, known words, zones, clock times.
 */
export class MadeUp {
  readonly #factor: bigint;
  readonly #shift: bigint;
  readonly #days: number;
  readonly #texts = new Map<string, string>();

  /** `random` gives 0 <= n < 1: what is made of a value can then not be told without it. */
  constructor(random: () => number = Math.random) {
    this.#factor = [3n, 7n, 9n, 11n, 13n, 17n, 19n, 21n][Math.floor(random() * 8)] ?? 3n;
    this.#shift = BigInt(Math.floor(random() * 900_719_925_474)) * 7n + 123_457n;
    this.#days = 1 + Math.floor(random() * 27);
  }

  /** A text that is to become this one, wherever it stands by itself. */
  set(text: string, made: string): void {
    this.#texts.set(text, made);
  }

  /** `keepsDays`: in tour times, whose label belongs to the season of their day. */
  value(value: unknown, keepsDays = false, key = ''): unknown {
    if (Array.isArray(value)) return value.map((element) => this.value(element, keepsDays, key));
    if (isRecord(value)) {
      const fields = Object.entries(value).map(([name, inner]) => [
        this.key(name),
        this.value(inner, keepsDays, name),
      ]);
      return Object.fromEntries(fields);
    }
    if (typeof value === 'number') return this.#number(value);
    return typeof value === 'string' ? this.text(value, keepsDays, key) : value;
  }

  text(text: string, keepsDays = false, key = ''): string {
    const set = this.#texts.get(text);
    if (set !== undefined) return set;
    if (text.trim() === '' || knownWords.has(text)) return text;
    if (/^message$/i.test(key)) return this.words(text);
    if (key === 'State' || key === 'StateCode') return /^[A-Z]{2}$/.test(text) ? text : this.#prose(text);
    if (key === 'TimeZone' && zoneText.test(text)) return text;
    for (const [pattern, word] of judgedWords.get(key) ?? []) if (pattern.test(text)) return word;
    if (/^\d+$/.test(text)) return this.#id(text);
    if (formOf(text) !== undefined) return this.#formed(text, keepsDays);
    if (/^\d{1,2} (?:months?|weeks?|days?|hours?|minutes?|lbs)$/i.test(text)) return text;
    if (/^\$?-?[\d,]*\.?\d+%?$/.test(text)) return this.#decimal(text);
    // Ids of which one is made, and a letter of a space.
    if (/^[\w-]{1,40}(?:~\.\.~[\w-]{0,40})+$/.test(text)) return this.#composite(text);
    if (/^[\d ()+./x-]{3,}$/.test(text)) return this.digitsOf(text);
    return this.#prose(text);
  }

  /** The text with made-up numbers in it. */
  digitsOf(text: string): string {
    return text.replace(/\d{3,}/g, (run) => this.#digits(run));
  }

  /** Words of Entrata's own: what they are taken for. */
  words(text: string): string {
    if (saysNothingFound(text) || saysNoLeads(text) || saysEmptyList(text)) return noRecords;
    const said = [/\bsuccess/i.test(text) && 'Success.', failureWords.test(text) && 'Failed.'].filter(
      Boolean,
    );
    return said.length > 0 ? said.join(' ') : 'Made-up words.';
  }

  /** Keys that are ids, and those of another form than Entrata's, are values too. */
  key(name: string): string {
    if (/^\d+$/.test(name)) return this.#id(name);
    if (shownKey(name) === name) return name;
    return this.#texts.get(name) ?? this.#prose(`key ${name}`).replace(/\W/g, '');
  }

  #number(value: number): number {
    // One that is written with an exponent is nothing of Entrata's.
    if (/e/.test(String(value))) return 1_000;
    if (!Number.isInteger(value)) return Number(this.#decimal(String(value)));
    const made = Number(`${value < 0 ? '-' : ''}${this.#id(String(Math.abs(value)))}`);
    return Number.isSafeInteger(made) ? made : value % 1_000;
  }

  #id(digits: string): string {
    return /^(?:19|20|21)\d{2}$/.test(digits) ? digits : this.#digits(digits);
  }

  /** Two digits are left; of more the first is, so that no number leaves its range. Different ones stay different. */
  #digits(digits: string): string {
    if (digits.length < 3) return digits;
    const length = digits.length - 1;
    const space = 10n ** BigInt(length);
    const made = (BigInt(digits.slice(1)) * this.#factor + this.#shift) % space;
    return digits.charAt(0) + String(made).padStart(length, '0');
  }

  /** Degrees keep their whole part: another would be nowhere. */
  #decimal(text: string): string {
    const [whole = '', fraction] = text.split('.');
    const isDegrees = (fraction?.length ?? 0) > 3;
    const made = isDegrees ? whole : this.#spread(whole);
    if (fraction === undefined) return made;
    return `${made}.${/^0+$/.test(fraction) || !isDegrees ? fraction : this.#digits(`1${fraction}`).slice(1)}`;
  }

  /** A number with commas in it. */
  #spread(text: string): string {
    const digits = this.#id(text.replace(/\D/g, ''));
    let at = 0;
    return text.replace(/\d/g, () => digits.charAt(at++));
  }

  #formed(text: string, keepsDays: boolean): string {
    if (/^-?\d[\d,.]* ?[a-z]/i.test(text) && !/[:/]/.test(text)) {
      return text.replace(/^-?[\d,.]*\d/, (number) => this.#decimal(number));
    }
    if (keepsDays) return text;
    return text
      .replace(/\d{4}-\d{2}-\d{2}/g, (day) => this.#moved(day))
      .replace(/(\d{1,2})\/(\d{1,2})\/(\d{4})/g, (whole, month: string, day: string, year: string) => {
        const moved = this.#moved(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
        const [newYear = year, newMonth = month, newDay = day] = moved.split('-');
        const isPadded = whole.length === 10;
        return isPadded
          ? `${newMonth}/${newDay}/${newYear}`
          : `${Number(newMonth)}/${Number(newDay)}/${newYear}`;
      });
  }

  #moved(day: string): string {
    const at = Date.parse(`${day}T00:00:00Z`);
    return Number.isNaN(at) ? day : new Date(at + this.#days * dayMs).toISOString().slice(0, 10);
  }

  #composite(text: string): string {
    return text
      .split('~..~')
      .map((part) => (/^\d+$/.test(part) ? this.#id(part) : part.length > 1 ? this.#prose(part) : part))
      .join('~..~');
  }

  #prose(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const made = this.#newProse(text, this.#texts.size + 1);
    this.#texts.set(text, made);
    return made;
  }

  #newProse(text: string, number: number): string {
    if (/^[^\s@]+@[^\s@]+$/.test(text)) return `person-${number}@example.test`;
    if (/^https?:\/\//i.test(text)) {
      const ending = /\.(?:jpe?g|png|gif|svg|webp|pdf|mp4)(?=$|\?)/i.exec(text)?.[0] ?? '';
      return `https://www.example.test/${number}${ending}`;
    }
    const letters = /[^\0-\x7f]/.test(text) ? 'Mâde-up' : 'Made-up';
    const markup = `${/<[a-z/]/i.test(text) ? ' <b>bold</b>' : ''}${/&[#\w]+;/.test(text) ? ' &amp; more' : ''}`;
    return /\s/.test(text)
      ? `${letters} text ${number}${markup}`
      : `${letters.replace('-', '')}${number}${markup}`;
  }
}
