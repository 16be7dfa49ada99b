import { objectOf } from './wire-value.js';

/** Shapes that Entrata's replies are known to take besides the usual one; each is off unless set. */
export interface Quirks {
  /** Numbers for the ids that are usually text, and text for those that are numbers. */
  readonly swapIdTypes?: boolean;
  /** A list of one object comes as the object. */
  readonly singleForList?: boolean;
  /** Codes as texts, such as `"200"`; or none in good answers. */
  readonly code?: 'text' | 'absent';
  /** Leaves out the `response` around everything, as in most samples of the specification. */
  readonly unwrapped?: boolean;
  /** `requestId` comes back as a number where it is one. */
  readonly numericRequestId?: boolean;
  /** Attributes of an element stand beside its fields, as in the trees of the specification, and not in `@attributes`. */
  readonly mergedAttributes?: boolean;
  /** What an element without text is, as what makes JSON of XML writes one: `[]`, `[""]` or `{}` instead of `""`. */
  readonly emptyElements?: 'list' | 'texts' | 'object';
  /**
   * Where the lead methods, `sendLeads` too, list leads.
   * - `nested`: `result.prospects[0].prospect[]`, which a client in live use reads.
   * - `list`: `result.prospects[]`.
   * @defaultValue `result.prospects.prospect[]`, as published
   */
  readonly leadContainer?: 'nested' | 'list';
  /**
   * `getLeads` names a lead's customers as requests do (`name`, `phone`), with their `applicantId`, and its day
   * `createdDate`. Otherwise it speaks the published layout: customers flat, and `createdOn`.
   */
  readonly nestedCustomers?: boolean;
  /**
   * What the lead methods answer when nothing is found, instead of an empty list: a text, as the unit methods do, or one
   * of the empty forms that say nothing.
   */
  readonly noLeads?: 'text' | 'null' | 'array' | 'object';
  /**
   * Where a text says that nothing is found, an error says it, with a code or without: two working clients read
   * errors so. For the lead methods, with `noLeads: 'text'`.
   */
  readonly nothingFound?: 'error' | 'codeless';
  /** `getMitsPropertyUnits` lists the spaces of units, under their own ids, also where nobody asks for spaces. */
  readonly mitsSpaces?: boolean;
  /** The outer ids of that list have no type. */
  readonly untypedUnitIds?: boolean;
  /**
   * `getMitsPropertyUnits` has fees, concessions, amenities and policies beside the one property that was asked for, as
   * in the specification, and not within it, as captured.
   */
  readonly termsAbove?: boolean;
  /** `getUnitsAvailabilityAndPricing` names its units by their keys alone. */
  readonly pricingByKey?: boolean;
  /** With `showUnitSpaces`, the spaces of a unit as a list instead of keyed by their ids. */
  readonly listedSpaces?: boolean;
  /** Areas in square meters. */
  readonly squareMeters?: boolean;
  /** Bathrooms before bedrooms in the lists of rooms. */
  readonly bathroomsFirst?: boolean;
  /** Deposits of floor plans as a multiple of a month's rent. */
  readonly monthlyDeposits?: boolean;
  /** The addresses of `getMitsPropertyUnits` under `AddressInfo`. */
  readonly addressInfo?: boolean;
  /** Stamps with a fraction of their seconds. */
  readonly stampFractions?: boolean;
  /** `updateLeads` puts its comment in the place of an event's; otherwise the first one stays. */
  readonly replaceComments?: boolean;
  /**
   * How an event says its result.
   * @defaultValue `getLeads` by id and name, `getLeadEvents` by id
   */
  readonly eventResult?: 'id' | 'name';
  /** `expires_in` as text, or left out. */
  readonly expiresIn?: 'text' | 'absent';
  /** What a property without free tours answers instead of an empty list; `success`: `{"success": true}` alone. */
  readonly noTours?: 'text' | 'absent' | 'success';
  /** Descriptions as `{b: text}`, as where they hold markup. */
  readonly markupDescriptions?: boolean;
  /** The ILS API, the legacy host and the token endpoint use HTTP statuses as the gateway does. */
  readonly httpStatuses?: boolean;
  /** `sendLeads` refuses a person who already has a lead at the property; otherwise it adds another. */
  readonly refuseKnownPeople?: boolean;
  /** The gateway takes Basic credentials in the body, as one client sends them; whether Entrata's does is not known. */
  readonly gatewayBasic?: boolean;
  /** The code with which credentials are refused, on the surfaces without HTTP statuses, instead of 401. */
  readonly unauthorizedCode?: 1401;
  /** `sendLeads` says `1` for a record that was taken, instead of `Success`. */
  readonly numericStatus?: boolean;
  /** `sendLeads` takes the lead and drops its appointment, which the message alone says. */
  readonly failedEvents?: boolean;
  /** What `approveProperty` answers under code 200: a failed record, or no result. It approves nothing then. */
  readonly approvals?: 'failed' | 'absent';
  /** The rate limit is refused under HTTP 200 on the ILS API and the legacy host, as their other errors are. */
  readonly quotaUnder200?: boolean;
  /** Failed records do not raise `response.code` to 300. */
  readonly failuresUnder200?: boolean;
  /** Errors as `{"response":{"code":311,"result":"error","message":...}}`. */
  readonly flatErrors?: boolean;
  /** Errors as `{"response":{"status":{"code":311,"message":...}}}`. */
  readonly statusErrors?: boolean;
  /** Replies in ISO-8859-1, whose Content-Type says so, or says UTF-8 all the same. */
  readonly latin1?: 'said' | 'unsaid';
  /** A byte order mark before the JSON. */
  readonly byteOrderMark?: boolean;
}

/**
 * Every quirk, and what it may be besides unset. A client is tried with each of them:
 *
 * @example
 * ```ts
 * for (const [name, values] of Object.entries(quirkValues)) {
 *   for (const value of values) {
 *     const sandbox = new FakeEntrata({ quirks: { [name]: value } });
 *     console.log(name, value, sandbox.companies.length); // try your client against it
 *   }
 * }
 * ```
 */
export const quirkValues: { readonly [K in keyof Required<Quirks>]: readonly NonNullable<Quirks[K]>[] } = {
  swapIdTypes: [true],
  singleForList: [true],
  code: ['text', 'absent'],
  unwrapped: [true],
  numericRequestId: [true],
  mergedAttributes: [true],
  emptyElements: ['list', 'texts', 'object'],
  leadContainer: ['nested', 'list'],
  nestedCustomers: [true],
  noLeads: ['text', 'null', 'array', 'object'],
  nothingFound: ['error', 'codeless'],
  mitsSpaces: [true],
  untypedUnitIds: [true],
  termsAbove: [true],
  pricingByKey: [true],
  listedSpaces: [true],
  squareMeters: [true],
  bathroomsFirst: [true],
  monthlyDeposits: [true],
  addressInfo: [true],
  stampFractions: [true],
  replaceComments: [true],
  eventResult: ['id', 'name'],
  expiresIn: ['text', 'absent'],
  noTours: ['text', 'absent', 'success'],
  markupDescriptions: [true],
  httpStatuses: [true],
  refuseKnownPeople: [true],
  gatewayBasic: [true],
  unauthorizedCode: [1401],
  numericStatus: [true],
  failedEvents: [true],
  approvals: ['failed', 'absent'],
  quotaUnder200: [true],
  failuresUnder200: [true],
  flatErrors: [true],
  statusErrors: [true],
  latin1: ['said', 'unsaid'],
  byteOrderMark: [true],
};

/** A result in the shape that the quirks ask for. */
export function bendResult(result: unknown, quirks: Quirks): unknown {
  const { swapIdTypes, singleForList, mergedAttributes, emptyElements, markupDescriptions } = quirks;
  const isBent = swapIdTypes || singleForList || mergedAttributes || emptyElements || markupDescriptions;
  return isBent ? bend('', result, quirks) : result;
}

function bend(key: string, value: unknown, quirks: Quirks): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => bend('', item, quirks));
    const [only] = items;
    return quirks.singleForList && items.length === 1 && typeof only === 'object' ? only : items;
  }
  if (typeof value === 'object' && value !== null) {
    const { '@attributes': attributes, ...fields } = objectOf(value);
    const laid = quirks.mergedAttributes ? { ...objectOf(attributes), ...fields } : objectOf(value);
    const entries = Object.entries(laid);
    return Object.fromEntries(entries.map(([name, inner]) => [name, bend(name, inner, quirks)]));
  }
  if (value === '') return emptyElement(quirks);
  if (quirks.markupDescriptions && /^(Short|Long)Description$/.test(key)) return { b: value };
  return quirks.swapIdTypes && /(?:id|idvalue)$/i.test(key) ? swapType(value) : value;
}

function emptyElement({ emptyElements }: Quirks): unknown {
  switch (emptyElements) {
    case 'list':
      return [];
    case 'texts':
      return [''];
    case 'object':
      return {};
    default:
      return '';
  }
}

function swapType(id: unknown): unknown {
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
}
