import type { Context } from '../core/context.js';
import type { Approval } from './approval.js';
import type { MapHouses } from './map-houses.js';

/** How a property is approved, and becomes houses. */
export interface ListingSettings {
  readonly approval: Approval;
  readonly mapHouses: MapHouses;
  /** Every client's houses are fetched this often; undefined: only when somebody asks for it. */
  readonly refreshHousesEveryMs: number | undefined;
}

/** What all that reconciles and refreshes properties is given. */
export interface ListingContext extends Context {
  readonly listing: ListingSettings;
}
