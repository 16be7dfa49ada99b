import { type IlsWire, inventedIlsWire } from 'entrata-sdk';

/** The invented profile, and the reads that a profile may leave out. */
export const wholeIls: IlsWire = {
  ...inventedIlsWire,
  getUnitsAvailabilityAndPricing: { service: 'internetlisting', method: 'getUnitsAvailabilityAndPricing' },
  getFloorPlans: { service: 'internetlisting', method: 'getFloorPlans' },
};
