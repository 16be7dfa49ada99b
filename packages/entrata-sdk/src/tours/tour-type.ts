import { invalidInput } from '../core/errors.js';

/** Every {@link TourType}. */
export const tourTypes = ['AGENT_GUIDED', 'SELF_GUIDED', 'VIRTUAL_GUIDED'] as const;

/** How a tour is given. */
export type TourType = (typeof tourTypes)[number];

/** The type asked for, or the default. */
export function checkTourType(tourType: TourType = 'AGENT_GUIDED', method: string): TourType {
  if (tourTypes.includes(tourType)) return tourType;
  throw invalidInput('tourType', `must be one of ${tourTypes.join(', ')}`, method);
}
