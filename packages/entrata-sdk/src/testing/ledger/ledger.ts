import type { LedgerAppointment, LedgerLead, LedgerView } from './ledger-entry.js';

/** Leads and appointments, with the indexes that keep 20,000 bookings cheap. */
export class Ledger implements LedgerView {
  readonly #leads: LedgerLead[] = [];
  readonly #appointments: LedgerAppointment[] = [];
  readonly #placeOfAppointment = new Map<string, number>();
  readonly #leadById = new Map<string, LedgerLead>();
  readonly #leadsByProperty = new Map<string, LedgerLead[]>();
  readonly #leadsByPerson = new Map<string, LedgerLead[]>();
  readonly #eventIdsByEmail = new Map<string, string[]>();
  readonly #eventIdsByProperty = new Map<string, string[]>();
  readonly #eventIdsByLead = new Map<string, string[]>();
  /** By property and day, then by slot. */
  readonly #bookings = new Map<string, Map<string, number>>();

  get leads(): readonly LedgerLead[] {
    return this.#leads;
  }

  get appointments(): readonly LedgerAppointment[] {
    return this.#appointments;
  }

  appointmentsOf(filter: {
    readonly email?: string;
    readonly propertyId?: string;
  }): readonly LedgerAppointment[] {
    const { email, propertyId } = filter;
    if (email !== undefined) {
      const ofPerson = this.#appointmentsById(this.#eventIdsByEmail.get(email.toLowerCase()));
      return propertyId === undefined
        ? ofPerson
        : ofPerson.filter((found) => found.propertyId === propertyId);
    }
    if (propertyId !== undefined) return this.#appointmentsById(this.#eventIdsByProperty.get(propertyId));
    return this.#appointments;
  }

  doubleBooked(): readonly (readonly LedgerAppointment[])[] {
    const groups = new Map<string, LedgerAppointment[]>();
    for (const appointment of this.#appointments) {
      if (appointment.status !== 'booked') continue;
      const { email, propertyId, date, start, rawDate, rawTime } = appointment;
      const when = `${date ?? rawDate} ${start ?? rawTime}`;
      append(groups, `${email.toLowerCase()} ${propertyId} ${when}`, appointment);
    }
    return [...groups.values()].filter((group) => group.length > 1);
  }

  lead(leadId: string): LedgerLead | undefined {
    return this.#leadById.get(leadId);
  }

  /** The leads of a property, or of one person there. */
  leadsOf(propertyId: string, email = ''): readonly LedgerLead[] {
    if (email === '') return this.#leadsByProperty.get(propertyId) ?? [];
    return this.#leadsByPerson.get(`${propertyId} ${email.toLowerCase()}`) ?? [];
  }

  appointment(eventId: string): LedgerAppointment | undefined {
    return this.#appointments[this.#placeOfAppointment.get(eventId) ?? -1];
  }

  appointmentsOfLead(leadId: string): readonly LedgerAppointment[] {
    return this.#appointmentsById(this.#eventIdsByLead.get(leadId));
  }

  /** Bookings of a day by slot; the key is the slot's start, or its text where that cannot be read. */
  bookingsOn(propertyId: string, date: string): ReadonlyMap<string, number> | undefined {
    return this.#bookings.get(`${propertyId} ${date}`);
  }

  addLead(lead: LedgerLead): void {
    this.#leads.push(lead);
    this.#leadById.set(lead.leadId, lead);
    append(this.#leadsByProperty, lead.propertyId, lead);
    append(this.#leadsByPerson, `${lead.propertyId} ${lead.email.toLowerCase()}`, lead);
  }

  addAppointment(appointment: LedgerAppointment): void {
    const { eventId } = appointment;
    this.#placeOfAppointment.set(eventId, this.#appointments.push(appointment) - 1);
    append(this.#eventIdsByEmail, appointment.email.toLowerCase(), eventId);
    append(this.#eventIdsByProperty, appointment.propertyId, eventId);
    append(this.#eventIdsByLead, appointment.leadId, eventId);
    this.#count(appointment, 1);
  }

  /** Puts a changed appointment in the place of the one with its event id. */
  replaceAppointment(appointment: LedgerAppointment): void {
    const place = this.#placeOfAppointment.get(appointment.eventId);
    const before = place === undefined ? undefined : this.#appointments[place];
    if (place === undefined || !before) throw new Error(`No appointment ${appointment.eventId}`);
    this.#count(before, -1);
    this.#appointments[place] = appointment;
    this.#count(appointment, 1);
  }

  clear(): void {
    this.#leads.length = 0;
    this.#appointments.length = 0;
    for (const index of [
      this.#placeOfAppointment,
      this.#leadById,
      this.#leadsByProperty,
      this.#leadsByPerson,
      this.#eventIdsByEmail,
      this.#eventIdsByProperty,
      this.#eventIdsByLead,
      this.#bookings,
    ]) {
      index.clear();
    }
  }

  #count({ propertyId, date, start, rawTime, status }: LedgerAppointment, by: 1 | -1): void {
    if (status !== 'booked' || date === undefined) return;
    const day = this.#bookings.get(`${propertyId} ${date}`) ?? new Map<string, number>();
    this.#bookings.set(`${propertyId} ${date}`, day);
    const key = start ?? rawTime;
    day.set(key, (day.get(key) ?? 0) + by);
  }

  #appointmentsById(eventIds: readonly string[] = []): readonly LedgerAppointment[] {
    return eventIds.flatMap(
      (eventId) => this.#appointments[this.#placeOfAppointment.get(eventId) ?? -1] ?? [],
    );
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
