import type { RawTourSlot } from '../slots/slot.js';
import type { TourType } from '../tours/tour-type.js';

/** Who is interested. A first or a last name is needed, and an e-mail or a phone. */
export interface LeadPerson {
  readonly firstName: string;
  readonly lastName: string;
  /** An e-mail or a phone is needed. */
  readonly email?: string;
  readonly phone?: string;
}

/** A lead to send. Throws `invalid_input`, naming the field, before anything is sent. */
export interface LeadInput {
  readonly propertyId: string;
  /** The tour to book, exactly as it was offered. Without one the lead is an enquiry. */
  readonly slot?: RawTourSlot;
  /**
   * How the tour is given.
   * @defaultValue `AGENT_GUIDED`
   */
  readonly tourType?: TourType;
  readonly person: LeadPerson;
  /** From `getLeadPickLists`. */
  readonly leadSource?: { readonly id: string; readonly additionalIds?: readonly string[] };
  readonly comment?: string;
  /** `YYYY-MM-DD`. */
  readonly moveInDate?: string;
  /**
   * What to do when this person may already have a lead at the property. `send` sends a new lead; `update` looks the
   * e-mail up first and adds the event to the lead found. Without an e-mail, or without such a lead, it sends a new one.
   * @defaultValue `send`
   */
  readonly existing?: 'send' | 'update';
}

/** Entrata's word that it has the lead. */
export interface LeadReceipt {
  /** Entrata's `applicationId`. */
  readonly leadId: string;
  /** The person. */
  readonly applicantId?: string;
  /** Entrata's words. */
  readonly message?: string;
  /** Present when Entrata has the lead and says that its event failed: no tour is booked. */
  readonly appointmentFailed?: true;
}

/** What to do with a lead that exists. */
export interface LeadUpdate {
  readonly propertyId: string;
  readonly leadId: string;
  readonly change:
    | {
        readonly kind: 'book';
        readonly slot: RawTourSlot;
        readonly tourType?: TourType;
        readonly comment?: string;
      }
    | {
        readonly kind: 'reschedule';
        /** From `findLeads` or `findLeadEvents`. */
        readonly eventId: string;
        readonly slot: RawTourSlot;
        readonly tourType?: TourType;
        readonly comment?: string;
      }
    | {
        readonly kind: 'cancel';
        readonly eventId: string;
        /** The result that means "cancelled" at this company: from `getLeadPickLists`. */
        readonly eventResultId: string;
        readonly comment?: string;
      };
}

/** Entrata's word that the lead was changed. */
export interface LeadUpdateReceipt {
  /** Entrata's words. */
  readonly message?: string;
}

/** Something that happened with a lead, such as an appointment. */
export interface LeadEvent {
  readonly id?: string;
  readonly type?: string;
  readonly typeId?: string;
  /** `YYYY-MM-DD` of the appointment. */
  readonly date?: string;
  /** `HH:mm`. */
  readonly timeFrom?: string;
  readonly timeTo?: string;
  readonly comment?: string;
  readonly reason?: string;
  /** What came of it: an id of the pick list `eventResults`. A cancelled appointment stays in the list; this is how it is recognised. */
  readonly resultId?: string;
  /** The same in words, such as `Cancelled`, where Entrata gives them. */
  readonly result?: string;
  /** The slot's texts as sent with the lead, where the surface keeps them. */
  readonly rawDate?: string;
  readonly rawTime?: string;
}

/** A lead as Entrata keeps it. */
export interface LeadSummary {
  readonly leadId: string;
  readonly applicantId?: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** UTC instant, ISO 8601. */
  readonly createdAt?: string;
  readonly events: readonly LeadEvent[];
}

/** Leads, and whether they are all there are: what a decision about sending something again rests on. */
export interface LeadLookUp {
  readonly leads: readonly LeadSummary[];
  /**
   * True when Entrata's reply was understood to its end. Only then does a lead that is not among them not exist:
   * an empty list, or an error, that says "no records" is such a reply. `null`, `{}`, a list holding what cannot
   * be read, and fewer leads than the reply counts prove nothing.
   */
  readonly isComplete: boolean;
}

/** Which leads `findLeads` is to find; what is given must all match. */
export interface FindLeadsInput {
  readonly propertyId: string;
  readonly leadId?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly name?: string;
  /** Days on which the lead was created, `YYYY-MM-DD`. */
  readonly createdFrom?: string;
  readonly createdTo?: string;
  /**
   * Event types to list with each lead; at most five.
   * @defaultValue `['17']`, appointments
   */
  readonly eventTypeIds?: readonly string[];
}

/** Which events `findLeadEvents` is to find: those of a lead, or those of some days. */
export interface FindLeadEventsInput {
  readonly propertyId: string;
  readonly leadId?: string;
  /**
   * Event types to find; at most five.
   * @defaultValue `['17']`, appointments
   */
  readonly eventTypeIds?: readonly string[];
  /** First day of the events, `YYYY-MM-DD`; with `to`, needed where no `leadId` is given. */
  readonly from?: string;
  /** Last day, inclusive. */
  readonly to?: string;
}

/** An event with the lead it belongs to. */
export interface LeadEventOfLead extends LeadEvent {
  readonly leadId: string;
}

/** An entry of one of Entrata's lists. */
export interface PickListItem {
  readonly id: string;
  readonly name: string;
}

/** The lists behind the ids that leads and events carry. */
export interface LeadPickLists {
  readonly leadSources: readonly PickListItem[];
  readonly leasingAgents: readonly PickListItem[];
  readonly eventTypes: readonly PickListItem[];
  readonly eventSubtypes: readonly PickListItem[];
  /** What came of an event: the id that cancels a tour is here. */
  readonly eventResults: readonly PickListItem[];
  readonly leadStatuses: readonly PickListItem[];
}
