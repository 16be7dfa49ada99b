import { z } from 'zod';
import type {
  SandboxCompany,
  SandboxFloorPlan,
  SandboxProperty,
  SandboxSpace,
  SandboxTours,
  SandboxUnit,
} from './company.js';

const count = (most: number) => z.int().min(0).max(most);
const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm');
const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'must be a time zone');
// Below zero, too: Entrata says so where it has no price.
const cents = z.number().min(-1e9).max(1e9);

const available = {
  rentCents: cents,
  available: z.boolean(),
  availableInDays: z.int().min(-3_660).max(36_600),
};
const range = z.strictObject({ min: z.number(), max: z.number() });
const space: z.ZodType<SandboxSpace> = z.strictObject({ id: z.string(), name: z.string(), ...available });
const unit = z.strictObject({
  id: z.string(),
  number: z.string(),
  floorPlanId: z.string(),
  floor: z.number(),
  ...available,
  spaces: z.array(space).max(1_000).optional(),
});
const floorPlan = z.strictObject({
  id: z.string(),
  name: z.string(),
  bedrooms: z.number().min(0).max(1_000),
  bathrooms: z.number().min(0).max(1_000),
  squareFeet: range,
  rentCents: range,
  depositCents: z.number(),
  units: z.array(unit).max(100_000),
});
const tours = z.strictObject({
  opensAt: clock,
  closesAt: clock,
  // Less would be slots without end.
  slotMinutes: z.int().min(1).max(1_440),
  closedWeekdays: z.array(count(6)),
  capacity: count(1_000_000),
  tourTypes: z.array(z.string()),
  timeZone: timeZone.optional(),
  extraTimes: z.array(z.string()).optional(),
});
const property = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  description: z.string().optional(),
  street: z.string(),
  city: z.string(),
  state: z.string(),
  postalCode: z.string(),
  latitude: z.string(),
  longitude: z.string(),
  timeZone,
  yearBuilt: z.string(),
  phone: z.string(),
  disabled: z.boolean(),
  featured: z.boolean().optional(),
  tours: tours.optional(),
  floorPlans: z.array(floorPlan),
  imageCount: count(10_000),
});
const companies = z.array(
  z.strictObject({
    cid: z.string(),
    name: z.string(),
    subdomain: z.string(),
    properties: z.array(property),
    apiKey: z.string(),
    leadSources: z.array(z.strictObject({ id: z.string(), name: z.string() })).optional(),
    basic: z.strictObject({ username: z.string(), password: z.string() }),
  }),
);

// Each schema has every name of its type, since it refuses others; the types say that none is missing.
type Names<T> = { readonly [K in keyof T]-?: unknown };
property.shape satisfies Names<SandboxProperty>;
floorPlan.shape satisfies Names<SandboxFloorPlan>;
unit.shape satisfies Names<SandboxUnit>;
tours.shape satisfies Names<SandboxTours>;
companies.element.shape satisfies Names<SandboxCompany>;

/**
 * Returns the companies as they are. Throws, naming the place: a `RangeError` for a number with which the sandbox could
 * not work, or would never end, a `TypeError` for anything else that makes no sense and for a name that is none.
 */
export function checkCompanies(given: readonly SandboxCompany[]): readonly SandboxCompany[] {
  check('companies', companies, given);
  return given;
}

/** The same for one property. */
export function checkProperty(given: SandboxProperty): SandboxProperty {
  check('property', property, given);
  return given;
}

function check(where: string, schema: z.ZodType, given: unknown): void {
  const [problem] = schema.safeParse(given).error?.issues ?? [];
  if (problem === undefined) return;
  const place = problem.path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  const Kind = problem.code === 'too_small' || problem.code === 'too_big' ? RangeError : TypeError;
  throw new Kind(`${where}${place}: ${problem.message}`);
}
