import type { IlsWire } from '../operations/invented-ils-wire.js';
import type { Method } from './method.js';
import { approveProperty } from './methods/approve-property.js';
import { getClientInfo } from './methods/client-info.js';
import { getMitsPropertyUnits } from './methods/get-mits-property-units.js';
import { getProperties } from './methods/get-properties.js';
import { getTourAvailability } from './methods/get-tour-availability.js';
import { getLeadEvents, getLeads } from './methods/read-leads.js';
import { sendLeads } from './methods/send-leads.js';
import type { Route } from './route.js';

/** Finds the method that a route and a name stand for. */
export class MethodTable {
  readonly #methods = new Map<string, Method>();

  constructor(ils: IlsWire) {
    this.#add('ils', { service: 'internetlisting', method: 'getClientInfo' }, getClientInfo);
    this.#add('ils', ils.approveProperty, approveProperty);
    this.#add('ils', ils.getTourAvailability, getTourAvailability);
    this.#add('ils', ils.getProperties, getProperties);
    this.#add('ils', ils.getMitsPropertyUnits, getMitsPropertyUnits);
    this.#add('ils', ils.sendLeads, sendLeads);
    this.#add('ils', ils.getLeads, getLeads);
    this.#add('ils', ils.getLeadEvents, getLeadEvents);
  }

  find(route: Route, method: string): Method | undefined {
    return this.#methods.get(`${route.surface} ${route.service} ${method}`);
  }

  #add(surface: 'ils', name: { readonly service: string; readonly method: string }, method: Method): void {
    this.#methods.set(`${surface} ${name.service} ${name.method}`, method);
  }
}
