import type { WireMethod } from '../../profile/method.js';
import type { StandardMethodName, WireProfile } from '../../profile/wire-profile.js';
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
import type { SandboxWire } from '../settings.js';

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

type Versions = Readonly<Record<string, Method>>;

/** Where the methods are that a profile may have elsewhere. */
const usual: { readonly [K in Exclude<StandardMethodName, 'getClientInfo'>]: Required<Named> } = {
  getProperties: { service: 'properties', method: 'getProperties', version: 'r1' },
  getFloorPlans: { service: 'properties', method: 'getFloorPlans', version: 'r1' },
  getCalendarWindows: { service: 'properties', method: 'getCalendarAvailability', version: 'r1' },
  getCalendarAvailability: { service: 'properties', method: 'getCalendarAvailability', version: 'r2' },
  getMitsPropertyUnits: { service: 'propertyunits', method: 'getMitsPropertyUnits', version: 'r1' },
  getUnitsAvailabilityAndPricing: {
    service: 'propertyunits',
    method: 'getUnitsAvailabilityAndPricing',
    version: 'r1',
  },
  sendLeads: { service: 'leads', method: 'sendLeads', version: 'r1' },
  updateLeads: { service: 'leads', method: 'updateLeads', version: 'r2' },
  getLeads: { service: 'leads', method: 'getLeads', version: 'r1' },
  getLeadEvents: { service: 'leads', method: 'getLeadEvents', version: 'r1' },
  getLeadPickLists: { service: 'leads', method: 'getLeadPickLists', version: 'r1' },
};

type Named = Pick<WireMethod, 'service' | 'method' | 'version'>;

/** A method has its own path, or is found by its service. */
const keyOf = ({ service, path, method }: Named & Pick<WireMethod, 'path'>) =>
  `${(path ?? service).toLowerCase()} ${method}`;

/** The public methods where the profile has them: what it has elsewhere is not in its usual place any more. */
function withOverrides(methods: WireProfile['methods'] = {}): ReadonlyMap<string, Versions> {
  const found = new Map<string, Versions>(Object.entries(publicMethods));
  const moved = (Object.keys(usual) as (keyof typeof usual)[]).flatMap((name) => {
    const was = usual[name];
    const handler = publicMethods[keyOf(was)]?.[was.version];
    // As `readEnvelope` reads an absent version.
    const is = { ...was, ...methods[name], version: (methods[name]?.version ?? was.version) || 'r1' };
    if (handler === undefined || (keyOf(is) === keyOf(was) && is.version === was.version)) return [];
    return [{ was, is, handler }];
  });
  for (const { was } of moved) {
    const { [was.version]: _, ...left } = found.get(keyOf(was)) ?? {};
    found.set(keyOf(was), left);
  }
  for (const { is, handler } of moved)
    found.set(keyOf(is), { ...found.get(keyOf(is)), [is.version]: handler });
  return found;
}

/** Finds the method that a route and an envelope ask for. */
export class MethodTable {
  readonly #ils: ReadonlyMap<string, Method>;
  readonly #public: ReadonlyMap<string, Versions>;

  constructor({ ils, methods }: SandboxWire) {
    // A profile leaves out what it does not know.
    const named: readonly (readonly [WireMethod | undefined, Method])[] = [
      [{ service: 'internetlisting', method: 'getClientInfo', ...methods?.getClientInfo }, getClientInfo],
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
