/** How tour times are read, kept and shown. */
export interface TourSettings {
  /** The zone tour times are read in for people. */
  readonly displayTimeZone: string;
  /** How long tour times are served without asking Entrata again. */
  readonly cacheMs: number;
  /** How old tour times may be that are served, marked `stale`, while Entrata cannot be asked; at least `cacheMs`. */
  readonly staleMs: number;
  /** How many months ahead tour times are shown. */
  readonly horizonMonths: number;
  /** How long a house and its client may be shown from memory after they changed. */
  readonly recordCacheMs: number;
}
