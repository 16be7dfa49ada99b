import { z } from 'zod';
import { type Drop, keepReadable } from '../core/drops.js';
import { omitUndefined } from '../core/omit-undefined.js';
import {
  wireDay,
  wireIdOrNone,
  wireItems,
  wireNode,
  wireNumber,
  wireProse,
  wireYesOrNo,
} from '../wire/schema.js';
import type { LeaseStartWindow, LeaseTerm } from './property.js';

const startWindow = z.object({ Id: wireIdOrNone, WindowStartDate: wireDay, WindowEndDate: wireDay });

const leaseTerm = z.object({
  Id: wireIdOrNone,
  Name: wireProse,
  TermMonths: wireNumber,
  IsProspect: wireYesOrNo,
  IsRenewal: wireYesOrNo,
  LeaseStartWindows: wireNode(z.object({ LeaseStartWindow: wireItems(startWindow) })),
});

export const wireLeaseTerms = wireNode(z.object({ LeaseTerm: wireItems(leaseTerm) }));

/** Longer ones are mistakes of whoever typed them. */
export const longestTermMonths = 1_200;

/** A number of months, or nothing for one that no lease has. */
export function termMonths(months: number | undefined): number | undefined {
  return months !== undefined && months > 0 && months <= longestTermMonths ? months : undefined;
}

export function toLeaseTerms(wire: z.output<typeof wireLeaseTerms>, drop: Drop): LeaseTerm[] {
  return keepReadable(wire?.LeaseTerm ?? [], 'lease_term', drop, (term) => {
    const months = termMonths(term.TermMonths);
    const name = term.Name ?? (months === undefined ? undefined : `${months} Months`);
    if (name === undefined) return drop('lease_term', 'unreadable');
    return omitUndefined({
      id: term.Id,
      name,
      months,
      forProspects: term.IsProspect,
      forRenewals: term.IsRenewal,
      startWindows: keepReadable(term.LeaseStartWindows?.LeaseStartWindow ?? [], 'lease_term', drop, (each) =>
        toWindow(each, drop),
      ),
    });
  });
}

function toWindow(wire: z.output<typeof startWindow>, drop: Drop): LeaseStartWindow | undefined {
  const { Id: id, WindowStartDate: from, WindowEndDate: to } = wire;
  if (from === undefined || to === undefined || to < from) return drop('lease_term', 'unreadable');
  return omitUndefined({ id, from, to });
}
