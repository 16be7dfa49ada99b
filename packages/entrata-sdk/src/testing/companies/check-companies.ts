import { z } from 'zod';
import type { SandboxCompany } from './company.js';

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

const space = z.object({
  id: z.string(),
  rentCents: cents,
  availableInDays: z.int().min(-3_660).max(36_600),
});
const floorPlan = z.object({
  id: z.string(),
  bedrooms: z.number().min(0).max(1_000),
  bathrooms: z.number().min(0).max(1_000),
  units: z.array(space.extend({ spaces: z.array(space).max(1_000).optional() })).max(100_000),
});
const tours = z.object({
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
const companies = z.array(
  z.object({
    cid: z.string(),
    subdomain: z.string(),
    properties: z.array(
      z.object({
        id: z.string(),
        timeZone,
        tours: tours.optional(),
        floorPlans: z.array(floorPlan),
        imageCount: count(10_000),
      }),
    ),
  }),
);

/**
 * Returns the companies as they are. Throws, naming the place: a `RangeError` for a number with which the sandbox could
 * not work, or would never end, a `TypeError` for anything else that makes no sense.
 */
export function checkCompanies(given: readonly SandboxCompany[]): readonly SandboxCompany[] {
  const [problem] = companies.safeParse(given).error?.issues ?? [];
  if (problem === undefined) return given;
  const place = problem.path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  const Kind = problem.code === 'too_small' || problem.code === 'too_big' ? RangeError : TypeError;
  throw new Kind(`companies${place}: ${problem.message}`);
}
