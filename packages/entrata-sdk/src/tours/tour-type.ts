import { invalidInput } from '../core/errors.js';

/** How a tour is given. */
export type TourType = 'AGENT_GUIDED' | 'SELF_GUIDED' | 'VIRTUAL_GUIDED';

const tourTypes: Readonly<Record<TourType, true>> = {
  AGENT_GUIDED: true,
  SELF_GUIDED: true,
  VIRTUAL_GUIDED: true,
};

/** The type asked for, or the default. */
export function checkTourType(tourType: TourType = 'AGENT_GUIDED', method: string): TourType {
  if (Object.hasOwn(tourTypes, tourType)) return tourType;
  throw invalidInput('tourType', `must be one of ${Object.keys(tourTypes).join(', ')}`, method);
}
