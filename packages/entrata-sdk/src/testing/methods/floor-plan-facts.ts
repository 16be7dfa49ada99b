import type { SandboxFloorPlan } from '../companies/company.js';

/** What the replies about properties, prices and MITS say alike of a floor plan; money by its own spelling. */
export function floorPlanFacts(plan: SandboxFloorPlan, money: (cents: number) => string) {
  const { squareFeet, rentCents } = plan;
  const deposit = money(plan.depositCents);
  return {
    // Bathrooms first: the order of rooms is not promised. Clients tell them by the type or by the comment.
    Room: [roomsOf('Bathroom', plan.bathrooms), roomsOf('Bedroom', plan.bedrooms)],
    SquareFeet: { '@attributes': { Min: String(squareFeet.min), Max: String(squareFeet.max) } },
    MarketRent: { '@attributes': { Min: money(rentCents.min), Max: money(rentCents.max) } },
    Deposit: { Amount: { ValueRange: { '@attributes': { Min: deposit, Max: deposit } } } },
  };
}

function roomsOf(type: 'Bathroom' | 'Bedroom', count: number) {
  return { Count: String(count), Comment: type, '@attributes': { RoomType: type } };
}

/** The unit type of a plan: every plan has one, and its id is no floor plan's. */
export function unitTypeOf(plan: SandboxFloorPlan): { readonly id: string; readonly name: string } {
  return { id: `${plan.id}0`, name: `${plan.bedrooms}x${plan.bathrooms} ${plan.name}` };
}
