import type { MonthFormat, WireMethod } from './method.js';

/** What a reply says of the approval of one property. `unclear`: nothing that could be read, or nothing of this property. */
export interface ApprovalReply {
  readonly says: 'approved' | 'refused' | 'unclear';
  /** Entrata's own words. */
  readonly message?: string | undefined;
}

/** Reads the `result` of a reply to an approval. */
export type ReadApproval = (result: unknown, propertyId: string) => ApprovalReply;

/** Tour times are asked for by their first and last day. */
export interface IlsDays {
  readonly fromParam: string;
  readonly toParam: string;
  /** How request dates are written. The public calendar call takes `MM/DD/YYYY`. */
  readonly dateFormat: 'MM/DD/YYYY' | 'YYYY-MM-DD';
  /**
   * How many days one request asks for, 1 to 366; longer ranges take several requests.
   * @defaultValue 60
   */
  readonly maxDays?: number;
  readonly monthParam?: undefined;
  readonly monthFormat?: undefined;
}

/** Tour times are asked for by month. */
export interface IlsMonths {
  /** The parameter that names the month. Slots of days that were not asked for are left out. */
  readonly monthParam: string;
  /** @defaultValue `MM-YYYY` */
  readonly monthFormat?: MonthFormat;
  readonly fromParam?: undefined;
  readonly toParam?: undefined;
  readonly dateFormat?: undefined;
  readonly maxDays?: undefined;
}

/**
 * INVENTED. The names below are guesses at Entrata's ILS wire where no public source shows it:
 * which service and method approves a property, what `getTourAvailability` is called with, and which
 * field of `sendLeads` carries the tour slot. Nothing here is sent unless you pass the profile to
 * `createEntrata({ wire: { ils: inventedIlsWire } })`, and each name can be replaced once your contract
 * with Entrata says what it really is. The sandbox speaks the same profile.
 *
 * What is not invented (hosts, envelopes, methods of the public API) is in `wire-profile.ts`.
 */
export interface IlsWire {
  /** The answer to an ACTIVATION. No public source names the call. */
  readonly approveProperty: WireMethod & {
    readonly propertyIdParam: string;
    readonly decisionParam: string;
    readonly approvedValue: string;
    /**
     * What the reply says. Where it is `unclear` the call throws `bad_response`, and `rejected` where it is `refused`, though
     * the reply as a whole is good.
     * @defaultValue `approved` for a record of the property, none of whose words say that it failed
     */
    readonly readAnswer?: ReadApproval;
  };
  /** Named by the documentation of one integration; its parameters are modelled on `getCalendarAvailability` r2. */
  readonly getTourAvailability: WireMethod & {
    readonly propertyIdParam: string;
    readonly tourTypeParam: string;
  } & (IlsDays | IlsMonths);
  /** The public `sendLeads` r1 tree; where the slot's two texts go in the appointment event is a guess. */
  readonly sendLeads: WireMethod & {
    readonly slotDateField: string;
    readonly slotTimeField: string;
  };
  /** The ordinary reads under a bearer token. That they live on this service is a guess too. */
  readonly getProperties: WireMethod;
  readonly getMitsPropertyUnits: WireMethod;
  readonly getLeads: WireMethod;
  readonly getLeadEvents: WireMethod;
  readonly updateLeads: WireMethod;
  /** Reads that this surface may not have: left out, term rents and floor plans come from the call above alone. */
  readonly getUnitsAvailabilityAndPricing?: WireMethod;
  readonly getFloorPlans?: WireMethod;
  readonly getLeadPickLists?: WireMethod;
}

/** The invented profile. See {@link IlsWire}. */
export const inventedIlsWire: IlsWire & { readonly getTourAvailability: IlsDays } = {
  approveProperty: {
    service: 'internetlisting',
    method: 'updatePropertyStatus',
    version: 'r1',
    propertyIdParam: 'propertyId',
    decisionParam: 'status',
    approvedValue: 'APPROVED',
  },
  getTourAvailability: {
    service: 'internetlisting',
    method: 'getTourAvailability',
    version: 'r1',
    propertyIdParam: 'propertyId',
    fromParam: 'fromDate',
    toParam: 'toDate',
    tourTypeParam: 'tourType',
    dateFormat: 'MM/DD/YYYY',
  },
  sendLeads: {
    service: 'internetlisting',
    method: 'sendLeads',
    version: 'r1',
    slotDateField: 'tourDate',
    slotTimeField: 'tourTime',
  },
  getProperties: { service: 'internetlisting', method: 'getProperties', version: 'r1' },
  getMitsPropertyUnits: { service: 'internetlisting', method: 'getMitsPropertyUnits', version: 'r1' },
  getLeads: { service: 'internetlisting', method: 'getLeads', version: 'r1' },
  getLeadEvents: { service: 'internetlisting', method: 'getLeadEvents', version: 'r1' },
  updateLeads: { service: 'internetlisting', method: 'updateLeads', version: 'r2' },
  // Where the id of the result that cancels a tour stands.
  getLeadPickLists: { service: 'internetlisting', method: 'getLeadPickLists', version: 'r1' },
};
