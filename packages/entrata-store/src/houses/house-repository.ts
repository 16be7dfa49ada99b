import type { HouseListing, HouseRecord, HouseStatus, Id } from '../records.js';
import type { Page, PageRequest } from '../repositories/page.js';

export interface HouseTarget {
  readonly clientId: Id;
  readonly propertyId: string;
  readonly operatorId: Id;
  readonly agentUserId: Id;
}

export interface ListingChange {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly vanished: number;
}

export interface HouseRepository {
  /**
   * Makes the active houses of one property be exactly `listing`: new ones are inserted, changed ones (by
   * `sourceHash`, owner or status) updated, missing ones marked `vanished`. An empty listing is refused with
   * `misuse` and changes nothing: Entrata answering nothing is never a reason to drop houses.
   */
  replaceListing(target: HouseTarget, listing: readonly HouseListing[]): Promise<ListingChange>;
  /** Hides the property's active houses; the next `replaceListing` shows them again. Returns how many. */
  hide(clientId: Id, propertyId: string): Promise<number>;
  find(id: Id): Promise<HouseRecord | undefined>;
  /** Newest first. */
  list(
    filter?: {
      readonly status?: HouseStatus;
      readonly operatorId?: Id;
      readonly clientId?: Id;
      readonly propertyId?: string;
    },
    page?: PageRequest,
  ): Promise<Page<HouseRecord>>;
}
