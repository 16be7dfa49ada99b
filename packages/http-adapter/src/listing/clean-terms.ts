import {
  type HouseFee,
  type HouseLeaseTerm,
  type HouseListing,
  type HousePetPolicy,
  type HouseSpecial,
  textWidths,
} from 'entrata-store';
import { cleanLine, cleanText } from '../core/plain-text.js';
import {
  asRecord,
  cleanDay,
  cleanList,
  cleanNumber,
  isWithin,
  known,
  lineLength,
  listOrNone,
  type Unchecked,
} from './clean-values.js';

/** What it costs and takes to live there. */
export type HouseTerms = Pick<
  HouseListing,
  'applicationFees' | 'petPolicies' | 'specials' | 'leaseTerms' | 'spaceOptions'
>;

const widths = textWidths.houses;

/** Bounds of what has no column of its own. */
const most = { entries: 50, startWindows: 50, textLength: 5_000 };

/** The terms of a house that any page can show; what makes no sense is left out. */
export function cleanTerms(terms: Unchecked<HouseTerms>): HouseTerms {
  const { applicationFees, petPolicies, specials, leaseTerms, spaceOptions } = terms;
  return {
    applicationFees: listOrNone(applicationFees, most.entries, cleanFee, widths.applicationFees),
    petPolicies: listOrNone(petPolicies, most.entries, cleanPetPolicy, widths.petPolicies),
    specials: listOrNone(specials, most.entries, cleanSpecial, widths.specials),
    leaseTerms: listOrNone(leaseTerms, most.entries, cleanLeaseTerm, widths.leaseTerms),
    spaceOptions: cleanLines(spaceOptions, most.entries),
  };
}

export function cleanLines(value: unknown, limit: number): readonly string[] | undefined {
  return listOrNone(value, limit, (each) => cleanLine(each, lineLength), widths.spaceOptions);
}

function cleanFee(value: unknown): HouseFee | undefined {
  const { applicant, amountCents }: Unchecked<HouseFee> = asRecord(value);
  if (!isWithin(amountCents, 0, Number.MAX_SAFE_INTEGER)) return undefined;
  return { ...known({ applicant: cleanLine(applicant, lineLength) }), amountCents: Math.round(amountCents) };
}

function cleanPetPolicy(value: unknown): HousePetPolicy | undefined {
  const { allowed, petType, count, size, weight, description }: Unchecked<HousePetPolicy> = asRecord(value);
  return orNone({
    allowed: typeof allowed === 'boolean' ? allowed : undefined,
    petType: cleanLine(petType, lineLength),
    count: cleanLine(count, lineLength),
    size: cleanLine(size, lineLength),
    weight: cleanLine(weight, lineLength),
    description: cleanText(description, most.textLength),
  });
}

function cleanSpecial(value: unknown): HouseSpecial | undefined {
  const { title, text, footer, value: worth }: Unchecked<HouseSpecial> = asRecord(value);
  return orNone({
    title: cleanLine(title, lineLength),
    text: cleanText(text, most.textLength),
    footer: cleanText(footer, most.textLength),
    value: cleanLine(worth, lineLength),
  });
}

function cleanLeaseTerm(value: unknown): HouseLeaseTerm | undefined {
  const { name: given, months, startWindows }: Unchecked<HouseLeaseTerm> = asRecord(value);
  const name = cleanLine(given, lineLength);
  if (name === undefined) return undefined;
  const windows = cleanList(startWindows, most.startWindows, (each) => {
    const window: Unchecked<{ from: string; to: string }> = asRecord(each);
    const [from, to] = [cleanDay(window.from), cleanDay(window.to)];
    return from === undefined || to === undefined ? undefined : { from, to };
  });
  return {
    name,
    ...known({ months: cleanNumber(months), startWindows: windows.length > 0 ? windows : undefined }),
  };
}

/** What says nothing is none. */
function orNone<T extends object>(facts: T) {
  const said = known(facts);
  return Object.keys(said).length > 0 ? said : undefined;
}
