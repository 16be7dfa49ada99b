type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsentOr = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || value === null || is(value);
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isNumber = (value: unknown): boolean => Number.isFinite(value);
const isRange = (value: unknown): boolean => isObject(value) && isNumber(value.min) && isNumber(value.max);

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isImage = (value: unknown): boolean =>
  isObject(value) && isText(value.url) && isAbsentOr(isText)(value.caption);

export const isOfficeHours = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.day) &&
  typeof value.byAppointment === 'boolean' &&
  [value.open, value.close].every(isAbsentOr(isText));

export const isFee = (value: unknown): boolean =>
  isObject(value) && isNumber(value.amountCents) && isAbsentOr(isText)(value.applicant);

export const isPetPolicy = (value: unknown): boolean =>
  isObject(value) &&
  isAbsentOr(isFlag)(value.allowed) &&
  [value.petType, value.count, value.size, value.weight, value.description].every(isAbsentOr(isText));

export const isSpecial = (value: unknown): boolean =>
  isObject(value) && [value.title, value.text, value.footer, value.value].every(isAbsentOr(isText));

export const isLeaseTerm = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.name) &&
  isAbsentOr(isNumber)(value.months) &&
  isAbsentOr((windows) => Array.isArray(windows) && windows.every(isWindow))(value.startWindows);

const isWindow = (value: unknown): boolean => isObject(value) && isText(value.from) && isText(value.to);

export const isUnit = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.id) &&
  [value.number, value.floorPlanId, value.building, value.floor].every(isAbsentOr(isText)) &&
  [value.availableOn, value.availabilityUrl].every(isAbsentOr(isText)) &&
  [value.bedrooms, value.bathrooms, value.squareFeet].every(isAbsentOr(isNumber)) &&
  [value.rentCents, value.depositCents].every(isAbsentOr(isRange)) &&
  isAbsentOr((texts) => Array.isArray(texts) && texts.every(isText))(value.amenities);

export const isFloorPlan = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.id) &&
  isText(value.name) &&
  [value.bedrooms, value.bathrooms, value.unitsAvailable].every(isAbsentOr(isNumber)) &&
  [value.squareFeet, value.rentCents, value.depositCents].every(isAbsentOr(isRange)) &&
  isAbsentOr(isText)(value.availabilityUrl) &&
  isAbsentOr((images) => Array.isArray(images) && images.every(isImage))(value.images);
