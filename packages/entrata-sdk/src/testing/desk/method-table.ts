import type { IlsWire } from '../../wire/invented-ils-wire.js';
import { approveProperty } from '../methods/approve-property.js';
import { getClientInfo } from '../methods/client-info.js';
import { getAccessibleClients } from '../methods/get-accessible-clients.js';
import { getCalendarTours, getCalendarWindows } from '../methods/get-calendar-availability.js';
import { getFloorPlans } from '../methods/get-floor-plans.js';
import { getLeadPickLists } from '../methods/get-lead-pick-lists.js';
import { getMitsLeads } from '../methods/get-mits-leads.js';
import { getMitsPropertyUnits } from '../methods/get-mits-property-units.js';
import { getPhoneNumber } from '../methods/get-phone-number.js';
import { getProperties } from '../methods/get-properties.js';
import { getPropertyMedia } from '../methods/get-property-media.js';
import { getPropertyPickLists } from '../methods/get-property-pick-lists.js';
import { getPropertyUnits } from '../methods/get-property-units.js';
import { getSpecials } from '../methods/get-specials.js';
import { getStatus } from '../methods/get-status.js';
import { getTourAvailability } from '../methods/get-tour-availability.js';
import { getUnitTypes } from '../methods/get-unit-types.js';
import { getUnitsAvailabilityAndPricing } from '../methods/get-units-availability-and-pricing.js';
import { getWebsites } from '../methods/get-websites.js';
import type { Method } from '../methods/method.js';
import { getLeadEvents, getLeads } from '../methods/read-leads.js';
import { sendLeads } from '../methods/send-leads.js';
import { sendMitsLeads } from '../methods/send-mits-leads.js';
import { updateLeads } from '../methods/update-leads.js';
import type { Envelope } from '../protocol/envelope.js';
import { Refusal } from '../protocol/refusal.js';
import type { Route } from '../protocol/route.js';

/** The public methods, by service and version; the gateway and the legacy host share them. */
const publicMethods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'appinfo getAccessibleClients': { r1: getAccessibleClients },
  'status getStatus': { r1: getStatus },
  'properties getProperties': { r1: getProperties },
  'properties getPropertyPickLists': { r1: getPropertyPickLists, r2: getPropertyPickLists },
  'properties getFloorPlans': { r1: getFloorPlans },
  'properties getPhoneNumber': { r1: getPhoneNumber },
  'properties getPropertyMedia': { r1: getPropertyMedia },
  'properties getWebsites': { r1: getWebsites },
  'properties getCalendarAvailability': { r1: getCalendarWindows, r2: getCalendarTours },
  'propertyunits getMitsPropertyUnits': { r1: getMitsPropertyUnits },
  'propertyunits getSpecials': { r1: getSpecials, r2: getSpecials, r3: getSpecials, r4: getSpecials },
  'propertyunits getUnitTypes': { r1: getUnitTypes },
  'propertyunits getUnitsAvailabilityAndPricing': { r1: getUnitsAvailabilityAndPricing },
  'propertyunits getPropertyUnits': { r1: getPropertyUnits },
  'leads sendLeads': { r1: sendLeads },
  'leads updateLeads': { r1: updateLeads, r2: updateLeads },
  'leads getLeads': { r1: getLeads },
  'leads getMitsLeads': { r1: getMitsLeads },
  'leads sendMitsLeads': { r1: sendMitsLeads },
  'leads getLeadEvents': { r1: getLeadEvents },
  'leads getLeadPickLists': { r1: getLeadPickLists, r2: getLeadPickLists },
};

/** Finds the method that a route and an envelope ask for. */
export class MethodTable {
  readonly #ils: ReadonlyMap<string, Method>;

  constructor(ils: IlsWire) {
    // A profile leaves out what it does not know.
    const named: readonly (readonly [IlsWire['getLeads'] | undefined, Method])[] = [
      [{ service: 'internetlisting', method: 'getClientInfo' }, getClientInfo],
      [ils.approveProperty, approveProperty],
      [ils.getTourAvailability, getTourAvailability],
      [ils.getProperties, getProperties],
      [ils.getMitsPropertyUnits, getMitsPropertyUnits],
      [ils.getUnitsAvailabilityAndPricing, getUnitsAvailabilityAndPricing],
      [ils.getFloorPlans, getFloorPlans],
      [ils.sendLeads, sendLeads],
      [ils.getLeads, getLeads],
      [ils.getLeadEvents, getLeadEvents],
      [ils.getLeadPickLists, getLeadPickLists],
      [ils.updateLeads, updateLeads],
    ];
    this.#ils = new Map(
      named.flatMap(([wire, method]) => (wire ? [[`${wire.service} ${wire.method}`, method]] : [])),
    );
  }

  find(route: Route, { method, version }: Envelope): Method {
    const key = `${route.service} ${method}`;
    if ((key === 'appinfo getAccessibleClients') !== (route.subdomain === 'rsync')) {
      throw new Refusal(400, 'getAccessibleClients is called at /ext/orgs/rsync, and nothing else is.');
    }
    const versions = publicMethods[key];
    const found = route.surface === 'ils' ? this.#ils.get(key) : versions?.[version];
    if (found) return found;
    if (versions && route.surface !== 'ils') {
      const known = Object.keys(versions).join(' and ');
      throw new Refusal(400, `Version ${version} of ${method} does not exist, only ${known}.`);
    }
    const names = [...(route.surface === 'ils' ? this.#ils.keys() : Object.keys(publicMethods))];
    throw new Refusal(404, `Unknown method ${key}. The sandbox has ${names.join(', ')}.`, 404);
  }
}
