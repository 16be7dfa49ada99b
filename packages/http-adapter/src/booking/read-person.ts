import type { LeadPerson } from 'entrata-sdk';
import type { UserRecord, ViewingRecord } from 'entrata-store';

/** Bounds of what any real person has; what is longer was not typed by one. */
const longest = { name: 100, email: 254, phone: 40 };
const fewestDigits = 5;
/** Who has no name. */
const nobody = 'Visitor';

/** The address and the number by which Entrata lists a lead. */
export type Contact = Pick<LeadPerson, 'email' | 'phone'>;

/** What a user's row says of how to reach them; what cannot be an address or a number counts as absent. */
export function readContact({ email, phone }: UserRecord): Contact {
  const address = clean(email);
  const number = clean(phone);
  const isAddress = address.length <= longest.email && /^[^\s@]+@[^\s@]+$/.test(address);
  const isNumber = number.length <= longest.phone && number.replace(/\D/g, '').length >= fewestDigits;
  return { ...(isAddress ? { email: address } : {}), ...(isNumber ? { phone: number } : {}) };
}

/** The contact that Entrata was sent with the last attempt; undefined where no row says so. */
export function readSentContact({ sentEmail, sentPhone }: ViewingRecord): Contact | undefined {
  if (sentEmail === undefined && sentPhone === undefined) return undefined;
  return {
    ...(sentEmail === undefined ? {} : { email: sentEmail }),
    ...(sentPhone === undefined ? {} : { phone: sentPhone }),
  };
}

/**
 * The person of a lead. The row may be another system's: a name may be missing, blank or hold what no name holds,
 * and that must not keep anybody from booking.
 */
export function readPerson(user: UserRecord): LeadPerson {
  return { ...splitName(user.name), ...readContact(user) };
}

/** How a user is called where somebody reads it. */
export function nameOfUser({ name }: UserRecord): string {
  return clean(name) || nobody;
}

/** Entrata wants two names; a person with one gets a dash for the other, and one without any is a visitor. */
function splitName(name: unknown): { firstName: string; lastName: string } {
  const words = clean(name).split(/\s+/).filter(Boolean);
  const lastName = words.length > 1 ? words.pop() : undefined;
  return {
    firstName: cut(words.join(' ')) || nobody,
    lastName: lastName === undefined ? '-' : cut(lastName),
  };
}

/** Whole characters only: half of one is no text. */
function cut(text: string): string {
  return [...text.slice(0, 2 * longest.name)].slice(0, longest.name).join('');
}

/** Trimmed, without control characters and halves of characters; a value of another type is no text. */
function clean(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[\p{Cc}\p{Surrogate}]/gu, ' ').trim() : '';
}
