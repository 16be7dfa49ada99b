/** Bounds of a booking, in milliseconds. */
export interface BookingLimits {
  /** How long Entrata may take to answer a lead. The app gives up after 30 s. Default 10 000. */
  readonly sendDeadlineMs: number;
  /** After this, whoever was sending is taken for dead. Longer than `sendDeadlineMs`. Default 18 000. */
  readonly sendLeaseMs: number;
  /** First wait before a lead that provably did not reach Entrata is sent again; doubles each time, up to 5 minutes. Default 5 000. */
  readonly retryDelayMs: number;
  /** How often a lead is handed to Entrata before the viewing fails. Default 10: about 20 minutes. */
  readonly maxAttempts: number;
  /** First wait before an unknown booking is looked up at Entrata; grows with its age. Default 2 000. */
  readonly lookUpDelayMs: number;
  /** A lead that cannot be found this long after it was sent was not taken. Default 120 000. */
  readonly absenceAfterMs: number;
  /** How long after a confirmation the appointment is looked up. Default 5 000. */
  readonly verifyDelayMs: number;
}

const defaults: BookingLimits = {
  sendDeadlineMs: 10_000,
  sendLeaseMs: 18_000,
  retryDelayMs: 5_000,
  maxAttempts: 10,
  lookUpDelayMs: 2_000,
  absenceAfterMs: 120_000,
  verifyDelayMs: 5_000,
};

/** The defaults, with what was chosen in their place. Throws a RangeError for bounds that contradict each other. */
export function chooseBookingLimits(chosen: Partial<BookingLimits> = {}): BookingLimits {
  const limits = { ...defaults, ...chosen };
  if (limits.sendLeaseMs <= limits.sendDeadlineMs) {
    throw new RangeError('booking.sendLeaseMs must be longer than booking.sendDeadlineMs');
  }
  return limits;
}
