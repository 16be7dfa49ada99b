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
  wireYesOrNo,
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

/** Its description where there is one; getFloorPlans may give the type alone. */
const amenity = z.object({ Description: wireProse, AmenityType: wireProse });

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
  Amenity: wireItems(amenity),
  FloorplanAvailabilityURL: wireUrl,
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
  BuildingName: wireProse,
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
  Availability: wireNode(
    z.object({
      VacancyClass: wireText,
      VacateDate: wireDay,
      MadeReadyDate: wireDay,
      UnitAvailabilityURL: wireUrl,
    }),
  ),
  FloorLevel: wireProse,
  Amenity: wireItems(amenity),
});

const pets = z.object({
  PetType: wireProse,
  Count: wireProse,
  Size: wireProse,
  Weight: wireProse,
  Description: wireProse,
});

// Captured within a property; the specification has them one level up, beside the one property asked for.
const terms = z.object({
  Fee: wireNode(z.object({ ApplicationFee: wireItems(z.object({ Type: wireProse, Amount: wireCents })) })),
  Concession: wireItems(
    z.object({
      Active: wireYesOrNo,
      Value: wireProse,
      DescriptionHeader: wireProse,
      DescriptionBody: wireProse,
      DescriptionFooter: wireProse,
    }),
  ),
  Amenity: wireItems(amenity),
  Policy: wireNode(
    z.object({
      Pet: wireItems(z.object({ Allowed: wireYesOrNo, Pets: wireItems(pets) })),
      General: wireProse,
    }),
  ),
});

const property = terms.extend({
  Identification: identification,
  PropertyID: wireNode(
    z.object({
      Identification: identification,
      MarketingName: wireProse,
      WebSite: wireUrl,
      Address: wireAddress,
      AddressInfo: wireAddress,
      Phone: wireList(z.object({ PhoneNumber: wireProse, PhoneType: wireProse })),
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
      ...terms.shape,
    }),
  }),
);

export type MitsTerms = z.output<typeof terms>;
export type MitsAmenity = z.output<typeof amenity>;
export type MitsProperty = z.output<typeof property>;
export type MitsFloorPlan = z.output<typeof wireFloorPlan>;
export type MitsUnit = z.output<typeof unit>;
export type MitsFile = z.output<typeof file>;
