import type { OfferedSlot } from '../../test/booking/support/booking-rig.js';

/** What a renter does once the booking is answered; `race`: moves and cancels it at the same time. */
export type SecondThought = 'cancel' | 'move' | 'move_and_cancel' | 'race';

/** What one renter wants: a tour, or without a slot to ask something. */
export interface PlannedBooking {
  readonly key: string;
  readonly userId: string;
  readonly houseId: string;
  readonly slot: OfferedSlot | undefined;
  readonly message: string | undefined;
  readonly afterwards: SecondThought | undefined;
  /** Where the tour is moved to. */
  readonly target: OfferedSlot | undefined;
  /** The renter's address changes as soon as the booking is answered. */
  readonly changesEmail: boolean;
}

/** Ten tours and one enquiry or more of each, all at one house: the same persons come again and again. */
export const toursPerRenter = 10;
const rentersPerHouse = 10;

/** Slots of a house that are booked, and those that tours are moved to. */
export const toursPerHouse = toursPerRenter * rentersPerHouse;
export const targetsPerHouse = toursPerHouse * 0.2;

/** Words that have broken something somewhere, among the usual ones. */
const messages = [
  undefined,
  'Is there a garden?',
  'Zo\u00eb \u2013 na\u00efve caf\u00e9 \ud83c\udfe0\u200d\u2642\ufe0f \u202eright to left\u202c',
  '<b>Hello</b> &lt;img src=x onerror=alert(1)&gt; &Eacute;lan',
  '[ref 0190aaaa-0000-7000-8000-000000000000] is not a reference of ours',
  `${'Two thousand characters. '.repeat(80)}`.slice(0, 2_000),
  "'; drop table viewings; -- \\' \\\" ? $1 :name",
  '\u0001\u0007\u001b[31mred\u001b[0m\r\n\ttabbed',
];

export const renterNames = [
  'Robin Example',
  'Zo\u00eb O\u2019Example',
  '\u674e',
  'A'.repeat(200),
  'Robin\u0007 "R" <b>Example</b>',
];

/** What the renters of one house want. `id` keeps its keys apart from those of other houses. */
export function planHouse(
  house: {
    readonly id: string;
    readonly houseId: string;
    readonly renters: readonly string[];
    readonly tours: number;
  },
  slots: readonly OfferedSlot[],
  random: () => number,
): PlannedBooking[] {
  const { id, houseId, renters, tours } = house;
  const targets = slots.slice(toursPerHouse, toursPerHouse + targetsPerHouse);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const planned: PlannedBooking[] = [];
  const add = (userId: string, slot: OfferedSlot | undefined) => {
    const thought = slot && secondThought(random());
    const moves = thought !== undefined && thought !== 'cancel';
    const target = moves ? targets.pop() : undefined;
    planned.push({
      key: `booking-${id}-${planned.length}`,
      userId,
      houseId,
      slot,
      // The same words from the same person are the same enquiry.
      message:
        slot === undefined
          ? `Do you take ${planned.length} cats? ${pick(messages) ?? ''}`.slice(0, 2_000)
          : pick(messages),
      afterwards: moves && target === undefined ? 'cancel' : thought,
      target,
      changesEmail: random() < 0.05,
    });
  };
  for (const [place, slot] of slots.slice(0, tours).entries()) {
    add(renters[place % renters.length] ?? '', slot);
  }
  // Every second one asks twice, and nothing but the words tells the two apart.
  for (const [place, userId] of renters.entries()) {
    for (let asked = 0; asked <= place % 2; asked += 1) add(userId, undefined);
  }
  return shuffled(planned, random);
}

function secondThought(dice: number): SecondThought | undefined {
  if (dice < 0.15) return 'cancel';
  if (dice < 0.25) return 'move';
  if (dice < 0.3) return 'move_and_cancel';
  return dice < 0.33 ? 'race' : undefined;
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ item }) => item);
}
