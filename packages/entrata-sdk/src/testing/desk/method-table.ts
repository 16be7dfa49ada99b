import type { IlsWire } from '../../wire/invented-ils-wire.js';
import type { WireMethod } from '../../wire/method.js';
import { type StandardMethodName, type StandardMethods, standardMethods } from '../../wire/wire-profile.js';
import { approveProperty } from '../methods/approve-property.js';
import { getClientInfo } from '../methods/client-info.js';
import { getAccessibleClients } from '../methods/get-accessible-clients.js';
import { getCalendarTours, getCalendarWindows } from '../methods/get-calendar-availability.js';
import { getFloorPlans } from '../methods/get-floor-plans.js';
import { getLeadPickLists } from '../methods/get-lead-pick-lists.js';
import { getMitsPropertyUnits } from '../methods/get-mits-property-units.js';
import { getPhoneNumber } from '../methods/get-phone-number.js';
import { getProperties } from '../methods/get-properties.js';
import { getPropertyMedia } from '../methods/get-property-media.js';
import { getPropertyUnits } from '../methods/get-property-units.js';
import { getTourAvailability } from '../methods/get-tour-availability.js';
import { getUnitTypes } from '../methods/get-unit-types.js';
import { getUnitsAvailabilityAndPricing } from '../methods/get-units-availability-and-pricing.js';
import { getWebsites } from '../methods/get-websites.js';
import type { Method } from '../methods/method.js';
import { getLeadEvents, getLeads } from '../methods/read-leads.js';
import { sendLeads } from '../methods/send-leads.js';
import { updateLeads } from '../methods/update-leads.js';
import type { Envelope } from '../protocol/envelope.js';
import { Refusal } from '../protocol/refusal.js';
import type { Route } from '../protocol/route.js';

/** The public methods, by service and version; the gateway and the legacy host share them. */
const publicMethods: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'appinfo getAccessibleClients': { r1: getAccessibleClients },
  'properties getProperties': { r1: getProperties },
  'properties getFloorPlans': { r1: getFloorPlans },
  'properties getPhoneNumber': { r1: getPhoneNumber },
  'properties getPropertyMedia': { r1: getPropertyMedia },
  'properties getWebsites': { r1: getWebsites },
  'properties getCalendarAvailability': { r1: getCalendarWindows, r2: getCalendarTours },
  'propertyunits getMitsPropertyUnits': { r1: getMitsPropertyUnits },
  'propertyunits getUnitTypes': { r1: getUnitTypes },
  'propertyunits getUnitsAvailabilityAndPricing': { r1: getUnitsAvailabilityAndPricing },
  'propertyunits getPropertyUnits': { r1: getPropertyUnits },
  'leads sendLeads': { r1: sendLeads },
  'leads updateLeads': { r1: updateLeads, r2: updateLeads },
  'leads getLeads': { r1: getLeads },
  'leads getLeadEvents': { r1: getLeadEvents },
  'leads getLeadPickLists': { r1: getLeadPickLists, r2: getLeadPickLists },
};

const handlers: { readonly [K in StandardMethodName]: Method } = {
  getClientInfo,
  getProperties,
  getMitsPropertyUnits,
  getFloorPlans,
  getUnitsAvailabilityAndPricing,
  getCalendarAvailability: getCalendarTours,
  getCalendarWindows,
  sendLeads,
  updateLeads,
  getLeads,
  getLeadEvents,
  getLeadPickLists,
};

type Versions = Readonly<Record<string, Method>>;

const keyOf = ({ service, method }: WireMethod) => `${service.toLowerCase()} ${method}`;
// As `readEnvelope` reads an absent one.
const versionOf = ({ version }: WireMethod) => version || 'r1';

/** The public methods where the profile has them: under another name or version, one is not under its own any more. */
function withOverrides(methods: StandardMethods): ReadonlyMap<string, Versions> {
  const found = new Map<string, Versions>(Object.entries(publicMethods));
  const { getClientInfo: _ofIls, ...standard } = standardMethods;
  const names = (Object.keys(standard) as (keyof typeof standard)[]).filter((name) => {
    const [own, usual] = [methods[name], standard[name]];
    return keyOf(own) !== keyOf(usual) || versionOf(own) !== versionOf(usual);
  });
  for (const name of names) {
    const { [versionOf(standard[name])]: _moved, ...left } = found.get(keyOf(standard[name])) ?? {};
    found.set(keyOf(standard[name]), left);
  }
  for (const name of names) {
    const key = keyOf(methods[name]);
    found.set(key, { ...found.get(key), [versionOf(methods[name])]: handlers[name] });
  }
  return found;
}

/** Finds the method that a route and an envelope ask for. */
export class MethodTable {
  readonly #ils: ReadonlyMap<string, Method>;
  readonly #public: ReadonlyMap<string, Versions>;

  constructor({ ils, methods }: { readonly ils: IlsWire; readonly methods: StandardMethods }) {
    // A profile leaves out what it does not know.
    const named: readonly (readonly [WireMethod | undefined, Method])[] = [
      [methods.getClientInfo, getClientInfo],
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
    this.#ils = new Map(named.flatMap(([wire, method]) => (wire ? [[keyOf(wire), method]] : [])));
    this.#public = withOverrides(methods);
  }

  find(route: Route, { method, version }: Envelope): Method {
    const key = `${route.service} ${method}`;
    if ((key === 'appinfo getAccessibleClients') !== (route.subdomain === 'rsync')) {
      throw new Refusal(400, 'getAccessibleClients is called at /ext/orgs/rsync, and nothing else is.');
    }
    const versions = this.#public.get(key);
    const found = route.surface === 'ils' ? this.#ils.get(key) : versions?.[version];
    if (found) return found;
    if (versions && route.surface !== 'ils' && Object.keys(versions).length > 0) {
      const known = Object.keys(versions).join(' and ');
      throw new Refusal(400, `Version ${version} of ${method} does not exist, only ${known}.`);
    }
    const names = [...(route.surface === 'ils' ? this.#ils.keys() : this.#public.keys())];
    throw new Refusal(404, `Unknown method ${key}. The sandbox has ${names.join(', ')}.`, 404);
  }
}
