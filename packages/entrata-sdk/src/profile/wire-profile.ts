import type { RawTourSlot } from '../slots/slot.js';
import type { IlsWire } from './invented-ils-wire.js';
import type { MonthFormat, ReadReply, TourRange, WireMethod } from './method.js';
import type { WebhookWire } from './webhook-wire.js';

/** The methods that need no ILS profile, as `WireProfile.methods` names them. */
export type StandardMethodName =
  | 'getClientInfo'
  | 'getProperties'
  | 'getMitsPropertyUnits'
  | 'getFloorPlans'
  | 'getUnitsAvailabilityAndPricing'
  | 'getCalendarAvailability'
  | 'getCalendarWindows'
  | 'sendLeads'
  | 'updateLeads'
  | 'getLeads'
  | 'getLeadEvents'
  | 'getLeadPickLists';

/** URL templates; `{subdomain}` stands for the company. */
export interface WireHosts {
  /**
   * Legacy and ILS.
   * @defaultValue `https://{subdomain}.entrata.com`
   */
  readonly client?: string;
  /**
   * The gateway.
   * @defaultValue `https://apis.entrata.com/ext/orgs/{subdomain}`
   */
  readonly gateway?: string;
  /**
   * Where codes are exchanged.
   * @defaultValue `https://sync.entrata.com/api/oauth`
   */
  readonly token?: string;
}

/** The fields of an appointment event that say when it is. */
export type SlotFields = (slot: RawTourSlot) => Readonly<Record<string, string>>;

/**
 * How a slot is written into an appointment of `sendLeads` and `updateLeads`.
 * - `text`: the date and the one text, verbatim, in the two fields that the ILS profile names
 *   (`appointmentDate` and `appointmentTime` where there is no profile).
 * - `halves`: `appointmentDate`, and the text's two halves, labels and all, in `timeFrom` and `timeTo`.
 * - `clock`: `appointmentDate` as `MM/DD/YYYY` and the clock digits alone, unconverted, as `HH:mm:00`.
 * - a function of your own.
 */
export type SlotEncoding = 'text' | 'halves' | 'clock' | SlotFields;

/** What stands between a host and a service, with a slash before it and none after. */
export interface WirePaths {
  /**
   * The ILS surface.
   * @defaultValue `/api/ils`, where `getClientInfo` is; whether the other calls are there too is not known
   */
  readonly ils?: string;
  /**
   * The gateway.
   * @defaultValue `/v1`
   */
  readonly gateway?: string;
  /**
   * The legacy host. `/api` was seen as well.
   * @defaultValue `/api/v1`
   */
  readonly legacy?: string;
}

/** The public methods that are asked for a range of days. */
export type CalendarMethodName = 'getCalendarAvailability' | 'getCalendarWindows';

/** A public method, and for tour times how ranges are asked for. */
export type StandardMethods = {
  readonly [K in StandardMethodName]: K extends CalendarMethodName ? WireMethod & TourRange : WireMethod;
};

/** How Entrata says that a list is empty, besides the ways that are known. */
export interface NothingFound {
  /** Codes of errors. One that means something else already, such as 401, is refused. */
  readonly codes?: readonly number[];
  /** Words of an error, or in the place of a result; tried on the first 500 characters. */
  readonly words?: readonly RegExp[];
}

/** How a code is exchanged for a token. */
export interface TokenWire {
  /** @defaultValue `getAccessToken` */
  readonly method?: string;
  /** @defaultValue none */
  readonly version?: string;
  /**
   * `json`: Entrata's envelope. `form`: the parameters of RFC 6749, `application/x-www-form-urlencoded`.
   * @defaultValue `json`
   */
  readonly encoding?: 'json' | 'form';
  /** Transform hook: takes the body that this package wrote, which holds the secret and the code, and returns the one to send. */
  readonly body?: (body: Readonly<Record<string, unknown>>) => object;
  /** Gives `{ access_token, expires_in, scope }`. */
  readonly read?: ReadReply;
}

/**
 * All that is uncertain about Entrata's wire, in one object. It is checked as a whole when `createEntrata` is called: a name
 * that is unknown, a part that is missing and a value that makes no sense are refused by their place, such as
 * `wire.ils.sendLeads.slotTimeField`. Each part has a default but for `ils`.
 */
export interface WireProfile {
  readonly hosts?: WireHosts;
  /**
   * Names of further hosts that `hosts` may hold, such as `entrata-proxy.example.com`. Only these very hosts are meant,
   * over https on the usual port, and `{subdomain}` may stand in their paths alone: credentials are sent to them.
   * @defaultValue none, which leaves hosts under `entrata.com`
   */
  readonly extraHosts?: readonly string[];
  readonly paths?: WirePaths;
  /** How the ILS surface is spoken. Nothing public documents it; `inventedIlsWire` is our guess, and the sandbox's. */
  readonly ils?: IlsWire;
  /** Overrides of single methods on the gateway and the legacy host, and of `getClientInfo`. */
  readonly methods?: { readonly [K in StandardMethodName]?: Partial<StandardMethods[K]> };
  /**
   * How calendar requests write days.
   * @defaultValue `MM/DD/YYYY`, which clients send; the specification says the other
   */
  readonly calendarDateFormat?: 'MM/DD/YYYY' | 'YYYY-MM-DD';
  /**
   * How a slot is written into a lead.
   * @defaultValue `text` on the ILS surface, `clock` elsewhere
   */
  readonly slotEncoding?: SlotEncoding;
  /**
   * Codes in a reply's body that mean that the token or key is not accepted any more: `unauthorized`, with
   * `reauthorize`. HTTP 401 and 1403, for a company that is not linked, mean so anyway.
   * @defaultValue `[401, 1401]`, the second for an expired token; which code Entrata's ILS sends is not known
   */
  readonly reauthorizeCodes?: readonly number[];
  readonly nothingFound?: NothingFound;
  /** How a code is exchanged; where is `hosts.token`. */
  readonly token?: TokenWire;
  /**
   * The form of Entrata's ids, in what is sent and in webhooks. The whole id has to match; 32 characters at most, no
   * spaces, commas or control characters.
   * @defaultValue 1 to 18 digits
   */
  readonly ids?: RegExp;
  readonly webhook?: WebhookWire;
}

// The defaults; those of webhooks and ids are in `check-webhook-wire.ts` and `ids.ts`.

export const defaultReauthorizeCodes: readonly number[] = [401, 1401];

/** Entrata's documented hosts. */
export const defaultHosts: Required<WireHosts> = {
  client: 'https://{subdomain}.entrata.com',
  gateway: 'https://apis.entrata.com/ext/orgs/{subdomain}',
  token: 'https://sync.entrata.com/api/oauth',
};

export const defaultPaths: Required<WirePaths> = { ils: '/api/ils', gateway: '/v1', legacy: '/api/v1' };

/** How the public calendar's first and last day are called. */
export const calendarNames = { from: 'fromDate', to: 'toDate' } as const;

/** How many days one request may ask for, by Entrata's specification: of slots (r2), and of open windows (r1). */
export const mostDaysAsked = { slots: 60, windows: 7 } as const;

export const defaultMonthFormat: MonthFormat = 'MM-YYYY';

export const defaultSlotEncoding = { ils: 'text', public: 'clock' } as const;

/** The fields of a slot's one text where no ILS profile names them: a guess, written only by who asks for `text`. */
export const defaultTextFields = { date: 'appointmentDate', time: 'appointmentTime' } as const;

/** The public methods of the gateway and the legacy host (Entrata's published specification). */
export const standardMethods: StandardMethods = {
  // The one method of the ILS surface that working code outside Entrata is known to call.
  getClientInfo: { service: 'internetlisting', method: 'getClientInfo' },
  getProperties: { service: 'properties', method: 'getProperties', version: 'r1' },
  getMitsPropertyUnits: { service: 'propertyunits', method: 'getMitsPropertyUnits', version: 'r1' },
  getFloorPlans: { service: 'properties', method: 'getFloorPlans', version: 'r1' },
  getUnitsAvailabilityAndPricing: {
    service: 'propertyunits',
    method: 'getUnitsAvailabilityAndPricing',
    version: 'r1',
  },
  getCalendarAvailability: { service: 'properties', method: 'getCalendarAvailability', version: 'r2' },
  getCalendarWindows: { service: 'properties', method: 'getCalendarAvailability', version: 'r1' },
  sendLeads: { service: 'leads', method: 'sendLeads', version: 'r1' },
  updateLeads: { service: 'leads', method: 'updateLeads', version: 'r2' },
  getLeads: { service: 'leads', method: 'getLeads', version: 'r1' },
  getLeadEvents: { service: 'leads', method: 'getLeadEvents', version: 'r1' },
  // r1, since r2 has no lead sources.
  getLeadPickLists: { service: 'leads', method: 'getLeadPickLists', version: 'r1' },
};
