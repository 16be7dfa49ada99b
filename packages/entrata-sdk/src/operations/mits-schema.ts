import { z } from 'zod';
import { wireAddress } from './get-properties.js';
import { resultReader } from './result-reader.js';
import { readNode } from './wire-readers.js';
import {
  wireCents,
  wireContainer,
  wireDay,
  wireList,
  wireNode,
  wireNumber,
  wireOfficeHours,
  wireProse,
  wireText,
} from './wire-schema.js';

// The tree of getMitsPropertyUnits r1 (MITS 4), attributes laid under the fields.
const identification = wireNode(z.object({ IDValue: wireText }));
const money = wireNode(z.object({ Min: wireCents, Max: wireCents }));

const file = z.object({
  Src: wireText,
  Caption: wireProse,
  Name: wireProse,
  FileType: wireText,
  Format: wireText,
  Width: wireNumber,
  Height: wireNumber,
  Rank: wireNumber,
  Active: wireText,
});

/** A floor plan, here and in getFloorPlans. */
export const wireFloorPlan = z.object({
  Identification: identification,
  IDValue: wireText,
  Name: wireProse,
  UnitCount: wireNumber,
  UnitsAvailable: wireNumber,
  Room: wireList(z.object({ RoomType: wireText, Count: wireNumber })),
  SquareFeet: wireNode(z.object({ Min: wireNumber, Max: wireNumber, Avg: wireNumber })),
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
  File: wireList(file),
  Comment: wireProse,
});

const innerUnit = z.object({
  Identification: identification,
  FloorPlanId: wireText,
  MarketingName: wireText,
  UnitBedrooms: wireNumber,
  UnitBathrooms: wireNumber,
  MinSquareFeet: wireNumber,
  MaxSquareFeet: wireNumber,
  UnitRent: wireCents,
  MarketRent: wireCents,
  UnitOccupancyStatus: wireText,
});

const unit = z.object({
  Identification: identification,
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
      WebSite: wireText,
      Address: wireAddress,
      AddressInfo: wireAddress,
      Phone: wireList(z.object({ PhoneNumber: wireText })),
    }),
  ),
  ILS_Identification: wireNode(z.object({ Latitude: wireNumber, Longitude: wireNumber, TimeZone: wireText })),
  Information: wireNode(
    z.object({
      YearBuilt: wireText,
      OfficeHour: wireOfficeHours,
      ShortDescription: wireProse,
      LongDescription: wireProse,
      PropertyAvailabilityURL: wireText,
    }),
  ),
  Amenity: wireList(z.object({ Description: wireProse })),
  Floorplan: wireList(wireFloorPlan),
  ILS_Unit: wireList(unit),
  File: wireList(file),
});

export const readMits = resultReader(
  wireContainer({
    PhysicalProperty: wireContainer({
      Property: wireList(property),
      // The company, which also stands there when no property does.
      Management: z.unknown().optional(),
    }),
  }),
);

export type MitsProperty = z.output<typeof property>;
export type MitsFloorPlan = z.output<typeof wireFloorPlan>;
export type MitsUnit = z.output<typeof unit>;
export type MitsFile = z.output<typeof file>;
