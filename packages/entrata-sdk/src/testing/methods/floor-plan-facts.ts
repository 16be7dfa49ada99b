import type { SandboxFloorPlan } from '../companies/company.js';
import { plainMoney as money } from '../protocol/money.js';
import type { Quirks } from '../protocol/quirks.js';

/** What the replies about floor plans, prices and MITS say alike of a plan. */
export function floorPlanFacts(plan: SandboxFloorPlan, { bathroomsFirst, monthlyDeposits }: Quirks) {
  const { squareFeet, rentCents } = plan;
  const deposit = monthlyDeposits ? '1' : money(plan.depositCents);
  const rooms = [roomsOf('Bedroom', plan.bedrooms), roomsOf('Bathroom', plan.bathrooms)];
  return {
    // Two working clients take the first for the bedrooms; the others tell them by the type or by the comment.
    Room: bathroomsFirst ? rooms.reverse() : rooms,
    SquareFeet: { '@attributes': { Min: String(squareFeet.min), Max: String(squareFeet.max) } },
    MarketRent: { '@attributes': { Min: money(rentCents.min), Max: money(rentCents.max) } },
    Deposit: {
      Amount: {
        ValueRange: { '@attributes': { Min: deposit, Max: deposit } },
        ...(monthlyDeposits ? { '@attributes': { AmountType: 'MonthMultiple' } } : {}),
      },
    },
  };
}

function roomsOf(type: 'Bathroom' | 'Bedroom', count: number) {
  return { Count: String(count), Comment: type, '@attributes': { RoomType: type } };
}

/** The unit type of a plan: every plan has one, and its id is no floor plan's. */
export function unitTypeOf(plan: SandboxFloorPlan): { readonly id: string; readonly name: string } {
  return { id: `${plan.id}0`, name: `${plan.bedrooms}x${plan.bathrooms} ${plan.name}` };
}
