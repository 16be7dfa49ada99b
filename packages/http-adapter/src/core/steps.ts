/**
 * The instants between the commits and calls of the flows. A test hands in `atStep` to pause or end the
 * process there; in production nobody listens.
 */
export type Step =
  | 'webhook.received'
  | 'webhook.logged'
  | 'code.claimed'
  | 'code.exchanged'
  | 'code.kept'
  | 'client.confirmed'
  | 'event.accepted'
  | 'webhook.settled'
  | 'property.approved'
  | 'approval.recorded'
  | 'listing.fetched'
  | 'listing.stored'
  | 'houses.hidden'
  | 'viewing.opened'
  | 'viewing.sending'
  | 'lead.sent'
  | 'viewing.settled'
  | 'viewing.found'
  | 'viewing.cancel_wished'
  | 'lead.cancelled';

export type AtStep = (step: Step) => void | Promise<void>;
