type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsentOr = (is: (value: unknown) => boolean) => (value: unknown) =>
  value === undefined || value === null || is(value);
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

export const isFloorPlan = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.id) &&
  isText(value.name) &&
  [value.bedrooms, value.bathrooms, value.unitsAvailable].every(isAbsentOr(isNumber)) &&
  [value.squareFeet, value.rentCents, value.depositCents].every(isAbsentOr(isRange)) &&
  isAbsentOr(isText)(value.availabilityUrl) &&
  isAbsentOr((images) => Array.isArray(images) && images.every(isImage))(value.images);
