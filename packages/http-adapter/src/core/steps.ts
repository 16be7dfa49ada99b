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
  | 'webhook.completed'
  | 'property.approved'
  | 'approval.recorded'
  | 'listing.fetched'
  | 'listing.stored'
  | 'houses.hidden'
  | 'viewing.opened'
  | 'viewing.sending'
  | 'lead.sent'
  | 'viewing.transitioned'
  | 'viewing.found'
  | 'viewing.cancel_requested'
  | 'lead.cancelled';

/** Called at each step; what it awaits, the flow waits for. */
export type AtStep = (step: Step) => void | Promise<void>;
