import type { Quirks } from 'entrata-sdk/testing';

/**
 * What the probe names under each quirk: the operation, the kind of difference with its change, and the places of it, as the
 * keys of one node. A quirk that is not here makes no difference to what is read.
 */
const table: Readonly<Record<string, string>> = {
  'swapIdTypes: true': `
    oauth.getClientInfo | type number -> text | cid
    getProperties | type number -> text | PhysicalProperty.Property: PropertyID
    getProperties | type number -> text | PhysicalProperty.Property.LeaseTerms.LeaseTerm: Id
    getProperties | type text -> number | PhysicalProperty.Property.SpaceOptions.SpaceOption: Id
    getListings | type text -> number | PhysicalProperty.Property.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.PropertyID.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.Building.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.Floorplan.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.Floorplan.File: FileID
    getListings | type text -> number | PhysicalProperty.Property.ILS_Unit.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.ILS_Unit.Units.Unit: BuildingId FloorPlanId
    getListings | type text -> number | PhysicalProperty.Property.ILS_Unit.Units.Unit.Identification: IDValue
    getListings | type text -> number | PhysicalProperty.Property.File: FileID
    getListings | type text -> number | Properties.Property: PropertyID
    getListings | type text -> number | Properties.Property.Floorplans.Floorplan.Identification: IDValue
    getListings | type text -> number | ILS_Units.Unit: Id PropertyUnitId PropertyId FloorplanId UnitTypeId FloorId
    getLeadPickLists | type number -> text | Property: Id
    getLeadPickLists | type number -> text | Property.LeadSources.LeadSource: Id
    getLeadPickLists | type number -> text | EventTypes.EventType: Id
    getLeadPickLists | type number -> text | EventResults.EventResult: Id
    getLeadPickLists | type number -> text | LeadStatuses.LeadStatus: Id
    getLeadPickLists | type text -> number | Property.LeasingAgents.LeasingAgent: Id
    findLeads | type text -> number | prospects.prospect: applicationId applicantId propertyId
    findLeads | type text -> number | prospects.prospect.customers.customer: customerId
    findLeads | type text -> number | prospects.prospect.events.event: eventId typeId applicantId eventResultId
    findLeadEvents | type number -> text | prospects.prospect: applicationId
    findLeadEvents | type number -> text | prospects.prospect.events.event: eventResultId
    findLeadEvents | type text -> number | prospects.prospect.events.event: eventId typeId applicantId
  `,
  'singleForList: true': `
    getProperties | type list -> object | PhysicalProperty: Property
    getProperties | type list -> object | PhysicalProperty.Property.PropertyHours.PoolHours: PoolHour
    getProperties | type list -> object | PhysicalProperty.Property.SpaceOptions: SpaceOption
    getListings | type list -> object | PhysicalProperty: Property
    getListings | type list -> object | PhysicalProperty.Property.PropertyID: Phone
    getListings | type list -> object | PhysicalProperty.Property: Building
    getListings | type list -> object | PhysicalProperty.Property.Floorplan: File
    getListings | type list -> object | PhysicalProperty.Property.ILS_Unit: Amenity
    getListings | type list -> object | PhysicalProperty.Property.Fee: ApplicationFee
    getListings | type list -> object | Properties: Property
    getLeadPickLists | type list -> object | Property.LeasingAgents: LeasingAgent
    findLeads | type list -> object | prospects.prospect.customers: customer
    findLeads | type list -> object | prospects.prospect.events: event
    findLeadEvents | type list -> object | prospects.prospect.events: event
  `,
  'code: text': `
    getProperties, of one that is not there | envelope number -> text | type of error code
    getProperties, with a credential that is none | envelope number -> text | type of error code
    every reply | envelope number -> text | code
  `,
  'code: absent': `
    every reply | envelope number -> absent | code
  `,
  'unwrapped: true': `
    getProperties, of one that is not there | envelope response -> none | wrapper
    getProperties, with a credential that is none | envelope response -> none | wrapper
    every reply | envelope response -> none | wrapper
  `,
  'numericRequestId: true': `
    getProperties, of one that is not there | envelope text -> number | requestId
    getProperties, with a credential that is none | envelope text -> number | requestId
    every reply | envelope text -> number | requestId
  `,
  'mergedAttributes: true': `
    getProperties | attribute in @attributes -> among the fields | PhysicalProperty.Property.Address: AddressType
    getProperties | attribute in @attributes -> among the fields | PhysicalProperty.Property.Phone: PhoneType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Identification: IDScopeType IDRank
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.PropertyID.Identification: IDScopeType IDRank
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.PropertyID.Address: AddressType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.PropertyID.Phone: PhoneType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.ILS_Identification: ILS_IdentificationType RentalType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Floorplan.Room: RoomType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Floorplan.SquareFeet: Avg Min Max
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Floorplan.MarketRent: Min Max
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Floorplan.Deposit.Amount.ValueRange: Min Max
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Floorplan.File: FileID Active
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.ILS_Unit.Units.Unit: BuildingId FloorPlanId
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.ILS_Unit.Availability.VacateDate: Year Month Day
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.ILS_Unit.Availability.MadeReadyDate: Year Month Day
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.ILS_Unit.Amenity: AmenityType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.File: FileID Active
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Fee.ApplicationFee: Type Amount
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Concession: Active
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Amenity: AmenityType
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Policy.Pet: Allowed
    getListings | attribute in @attributes -> among the fields | PhysicalProperty.Property.Policy.Pet.Pets: Count Description PetType Size Weight
    getListings | attribute in @attributes -> among the fields | Properties.Property.Floorplans.Floorplan.Room: RoomType
    getListings | attribute in @attributes -> among the fields | Properties.Property.Floorplans.Floorplan.SquareFeet: Min Max
    getListings | attribute in @attributes -> among the fields | Properties.Property.Floorplans.Floorplan.MarketRent: Min Max
    getListings | attribute in @attributes -> among the fields | Properties.Property.Floorplans.Floorplan.Deposit.Amount.ValueRange: Min Max
    getListings | attribute in @attributes -> among the fields | ILS_Units.Unit: Id PropertyUnitId PropertyId UnitNumber FloorplanId FloorPlanName UnitTypeId BuildingName FloorId FloorNumber IsAffordable WebVisible Area SpaceConfiguration HasPricing Availability Status AvailableOn MakeReadyDate
    getListings | attribute in @attributes -> among the fields | ILS_Units.Unit.Rent: MinRent MaxRent
    getListings | attribute in @attributes -> among the fields | ILS_Units.Unit.Rent.TermRent: LeaseTerm Rent RateFrequency SpaceOption
    getListings | attribute in @attributes -> among the fields | ILS_Units.Unit.Deposit: MinDeposit MaxDeposit
    getLeadPickLists | attribute in @attributes -> among the fields | Property: Id
    getLeadPickLists | attribute in @attributes -> among the fields | Property.LeasingAgents.LeasingAgent: name Id
    getLeadPickLists | attribute in @attributes -> among the fields | Property.LeadSources.LeadSource: name Id WebVisible
    getLeadPickLists | attribute in @attributes -> among the fields | EventTypes.EventType: name Id
    getLeadPickLists | attribute in @attributes -> among the fields | LeadStatuses.LeadStatus: name Id
  `,
  'emptyElements: list': `
    getListings | type empty text -> empty list | PhysicalProperty.Property.Floorplan: Comment
    findLeads | type empty text or text -> empty list | prospects.prospect.leadSource: originatingLeadSourceId
    findLeads | type empty text -> empty list | prospects.prospect.customers.customer: namePrefix
  `,
  'emptyElements: texts': `
    getListings | type empty text -> list of empty texts | PhysicalProperty.Property.Floorplan: Comment
    findLeads | type empty text or text -> list of empty texts | prospects.prospect.leadSource: originatingLeadSourceId
    findLeads | type empty text -> list of empty texts | prospects.prospect.customers.customer: namePrefix
  `,
  'emptyElements: object': `
    getListings | type empty text -> empty object | PhysicalProperty.Property.Floorplan: Comment
    findLeads | type empty text or text -> empty object | prospects.prospect.leadSource: originatingLeadSourceId
    findLeads | type empty text -> empty object | prospects.prospect.customers.customer: namePrefix
  `,
  'leadContainer: nested': `
    findLeads | type object -> list | prospects
    findLeadEvents | type object -> list | prospects
  `,
  'leadContainer: list': `
    findLeads | type object -> list | prospects
    findLeads | other_key | prospects: applicantId applicationId createdOn customers events
    findLeads | unread | prospects: currencyCode lastUpdatedDate leadSource propertyId
    findLeadEvents | type object -> list | prospects
    findLeadEvents | other_key | prospects: applicationId events
  `,
  'nestedCustomers: true': `
    findLeads | other_key | prospects.prospect: createdDate
    findLeads | other_key | prospects.prospect.customers.customer: name
    findLeads | unread | prospects.prospect.customers.customer: applicantId phone
  `,
  'noLeads: text': `
    lookUpLeads, for nobody | nothing_found an empty list -> a text | getLeads
    findLeads | nothing_found an empty list -> a text | getLeads
    findLeadEvents | nothing_found an empty list -> a text | getLeadEvents
  `,
  'noLeads: null': `
    lookUpLeads, for nobody | nothing_found an empty list -> null | getLeads
    lookUpLeads, for nobody | lost | isComplete
    findLeads | nothing_found an empty list -> null | getLeads
    findLeadEvents | nothing_found an empty list -> null | getLeadEvents
  `,
  'noLeads: array': `
    lookUpLeads, for nobody | nothing_found an empty list -> an empty list as the result | getLeads
    lookUpLeads, for nobody | lost | isComplete
    findLeads | nothing_found an empty list -> an empty list as the result | getLeads
    findLeadEvents | nothing_found an empty list -> an empty list as the result | getLeadEvents
  `,
  'noLeads: object': `
    lookUpLeads, for nobody | nothing_found an empty list -> an empty object as the result | getLeads
    lookUpLeads, for nobody | lost | isComplete
    findLeads | nothing_found an empty list -> an empty object as the result | getLeads
    findLeadEvents | nothing_found an empty list -> an empty object as the result | getLeadEvents
  `,
  'nothingFound: error': `
    getListings | nothing_found a text -> an error with a code | getFloorPlans
    getListings | nothing_found a text -> an error with a code | getUnitsAvailabilityAndPricing
  `,
  'nothingFound: codeless': `
    getListings | nothing_found a text -> an error without a code | getFloorPlans
    getListings | nothing_found a text -> an error without a code | getUnitsAvailabilityAndPricing
  `,
  'mitsSpaces: true': `
    getListings | unread | PhysicalProperty.Property.ILS_Unit.Identification: IDType
    getListings | other_key | PhysicalProperty.Property.ILS_Unit.Identification: OrganizationName
  `,
  'termsAbove: true': `
    getListings | other_key | PhysicalProperty: Amenity Concession Fee Policy
    getListings | absent | PhysicalProperty.Property: Amenity Concession Fee Policy
  `,
  'pricingByKey: true': `
    getListings | absent | ILS_Units.Unit: Id PropertyUnitId
  `,
  'squareMeters: true': `
    getListings | form number SquareFeet -> number SquareMeter | ILS_Units.Unit: Area
  `,
  'bathroomsFirst: true': `
    getListings | order Bedroom, Bathroom -> Bathroom, Bedroom | PhysicalProperty.Property.Floorplan: Room
    getListings | order Bedroom, Bathroom -> Bathroom, Bedroom | Properties.Property.Floorplans.Floorplan: Room
  `,
  'monthlyDeposits: true': `
    getListings | other_key | PhysicalProperty.Property.Floorplan.Deposit.Amount: AmountType
    getListings | unread | Properties.Property.Floorplans.Floorplan.Deposit.Amount: AmountType
    getListings | lost | floorPlans: depositCents
  `,
  'addressInfo: true': `
    getListings | other_key | PhysicalProperty.Property.PropertyID: AddressInfo
  `,
  'stampFractions: true': `
    findLeads | form MM/DD/YYYY HH:mm:ss zone -> MM/DD/YYYY HH:mm:ss.f zone | prospects.prospect: createdOn lastUpdatedDate
    findLeads | form MM/DD/YYYY HH:mm:ss zone -> MM/DD/YYYY HH:mm:ss.f zone | prospects.prospect.events.event: date
    findLeadEvents | form MM/DD/YYYY HH:mm:ss zone -> MM/DD/YYYY HH:mm:ss.f zone | prospects.prospect.events.event: date
  `,
  'eventResult: id': `
    findLeads | absent | prospects.prospect.events.event: eventResult
    findLeads | lost | events: result
  `,
  'eventResult: name': `
    findLeads | absent | prospects.prospect.events.event: eventResultId
    findLeads | lost | events: resultId
    findLeadEvents | other_key | prospects.prospect.events.event: eventResult
  `,
  'noTours: text': `
    getTourAvailability, on a day without tours | nothing_found an empty list -> a text | getTourAvailability
    getTourAvailability | nothing_found an empty list -> a text | getTourAvailability
  `,
  'noTours: absent': `
    getTourAvailability, on a day without tours | nothing_found an empty list -> an object without its list | getTourAvailability
    getTourAvailability | nothing_found an empty list -> an object without its list | getTourAvailability
  `,
  'noTours: success': `
    getTourAvailability, on a day without tours | nothing_found an empty list -> "success" alone | getTourAvailability
    getTourAvailability | nothing_found an empty list -> "success" alone | getTourAvailability
  `,
  'markupDescriptions: true': `
    getProperties | type text -> object | PhysicalProperty.Property: ShortDescription LongDescription
    getListings | type text -> object | PhysicalProperty.Property.Information: ShortDescription LongDescription
  `,
  'httpStatuses: true': `
    getProperties, of one that is not there | envelope 200 -> 403 | HTTP status
    getProperties, with a credential that is none | envelope 200 -> 401 | HTTP status
  `,
  'unauthorizedCode: 1401': `
    getProperties, with a credential that is none | envelope 401 -> 1401 | error code
  `,
  'flatErrors: true': `
    getProperties, of one that is not there | envelope error -> beside the result | error stands in
    getProperties, with a credential that is none | envelope error -> beside the result | error stands in
  `,
  'statusErrors: true': `
    getProperties, of one that is not there | envelope error -> status | error stands in
    getProperties, with a credential that is none | envelope error -> status | error stands in
  `,
  'latin1: said': `
    every reply | envelope utf-8 -> iso-8859-1 | charset
  `,
  'latin1: unsaid': `
    every reply | envelope UTF-8 -> no UTF-8 | bytes
  `,
  'byteOrderMark: true': `
    every reply | envelope no -> yes | byte order mark
  `,
};

/** Why a quirk that is not in the table cannot be seen by reading. */
export const unseen: { readonly [K in keyof Quirks]: string } = {
  untypedUnitIds: 'it says something of the ids of spaces, which are listed under `mitsSpaces` alone',
  listedSpaces: 'spaces are not asked for with their prices',
  replaceComments: 'no event is changed',
  expiresIn: 'no code is exchanged: it would be spent',
  refuseKnownPeople: 'no lead is sent',
  gatewayBasic: 'no credential is sent in a body',
  numericStatus: 'no lead is sent',
  failedEvents: 'no lead is sent; a lead without an event is nothing new',
  approvals: 'nothing is approved',
  quotaUnder200: 'no limit is reached',
  failuresUnder200: 'no lead is sent',
};

/** One line for each difference that is expected, sorted; undefined for a quirk that neither of the two lists names. */
export function expectedUnder(name: keyof Quirks, value: unknown): readonly string[] | undefined {
  const rows = table[`${name}: ${value}`];
  if (rows === undefined) return name in unseen ? [] : undefined;
  return rows
    .split('\n')
    .filter((row) => row.trim() !== '')
    .flatMap((row) => {
      const [operation, change, places = ''] = row.trim().split(' | ');
      const [node, keys] = places.split(/: (.*)/);
      const found = keys === undefined ? [places] : keys.split(' ').map((key) => `${node}.${key}`);
      return found.map((place) => `${operation} | ${change} | ${place}`);
    })
    .sort();
}
