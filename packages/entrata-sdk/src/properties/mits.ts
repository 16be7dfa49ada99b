import { z } from 'zod';
import { readNode } from '../wire/readers.js';
import { resultReader } from '../wire/result-reader.js';
import {
  wireCents,
  wireContainer,
  wireCount,
  wireDay,
  wireIdOrNone,
  wireItems,
  wireLatitude,
  wireList,
  wireLongitude,
  wireNode,
  wirePixels,
  wireProse,
  wireRank,
  wireRooms,
  wireSquareFeet,
  wireText,
  wireUrl,
} from '../wire/schema.js';
import { wireAddress } from './get-properties.js';

// The tree of getMitsPropertyUnits r1 (MITS 4), attributes laid under the fields.
const identification = wireNode(z.object({ IDValue: wireIdOrNone }));
const money = wireNode(z.object({ Min: wireCents, Max: wireCents }));

const file = z.object({
  Src: wireUrl,
  Caption: wireProse,
  Name: wireProse,
  FileType: wireText,
  Format: wireText,
  Width: wirePixels,
  Height: wirePixels,
  Rank: wireRank,
  Active: wireText,
});

/** A floor plan, here and in getFloorPlans. */
export const wireFloorPlan = z.object({
  Identification: identification,
  IDValue: wireIdOrNone,
  Name: wireProse,
  UnitCount: wireCount,
  UnitsAvailable: wireCount,
  Room: wireList(z.object({ RoomType: wireText, Count: wireRooms })),
  SquareFeet: wireNode(z.object({ Min: wireSquareFeet, Max: wireSquareFeet, Avg: wireSquareFeet })),
  MarketRent: money,
  Deposit: wireNode(
    z.object({
      Amount: wireNode(
        z.object({
          AmountType: wireText,
          ValueRange: wireNode(z.object({ Min: wireCents, Max: wireCents })),
        }),
      ),
    }),
  ),
  File: wireItems(file),
  Comment: wireProse,
});

const innerUnit = z.object({
  Identification: identification,
  FloorPlanId: wireIdOrNone,
  MarketingName: wireProse,
  UnitBedrooms: wireRooms,
  UnitBathrooms: wireRooms,
  MinSquareFeet: wireSquareFeet,
  MaxSquareFeet: wireSquareFeet,
  UnitRent: wireCents,
  MarketRent: wireCents,
  UnitOccupancyStatus: wireText,
});

const unit = z.object({
  Identification: wireNode(
    z.object({ IDValue: wireIdOrNone, IDType: wireText, OrganizationName: wireProse }),
  ),
  Units: wireNode(z.object({ Unit: wireNode(innerUnit) })),
  // A plain amount, or a range.
  EffectiveRent: z
    .unknown()
    .transform((value) => readNode(value) ?? { Avg: value })
    .pipe(z.object({ Min: wireCents, Max: wireCents, Avg: wireCents }))
    .optional(),
  Availability: wireNode(z.object({ VacancyClass: wireText, VacateDate: wireDay, MadeReadyDate: wireDay })),
});

const property = z.object({
  Identification: identification,
  PropertyID: wireNode(
    z.object({
      Identification: identification,
      MarketingName: wireProse,
      WebSite: wireUrl,
      Address: wireAddress,
      AddressInfo: wireAddress,
      Phone: wireList(z.object({ PhoneNumber: wireProse })),
    }),
  ),
  ILS_Identification: wireNode(
    z.object({ Latitude: wireLatitude, Longitude: wireLongitude, TimeZone: wireProse }),
  ),
  Information: wireNode(
    z.object({
      YearBuilt: wireProse,
      OfficeHour: z.unknown().optional(),
      ShortDescription: wireProse,
      LongDescription: wireProse,
      PropertyAvailabilityURL: wireUrl,
    }),
  ),
  Amenity: wireItems(z.object({ Description: wireProse })),
  Floorplan: wireItems(wireFloorPlan),
  ILS_Unit: wireItems(unit),
  File: wireItems(file),
});

export const readMits = resultReader(
  wireContainer({
    PhysicalProperty: wireContainer({
      Property: wireItems(property),
      // The company, which also stands there when no property does.
      Management: z.unknown().optional(),
    }),
  }),
);

export type MitsProperty = z.output<typeof property>;
export type MitsFloorPlan = z.output<typeof wireFloorPlan>;
export type MitsUnit = z.output<typeof unit>;
export type MitsFile = z.output<typeof file>;
