/** What a table of extremes needs to know of the rows that are there. */
export interface World {
  readonly houseId: string;
  readonly propertyId: string;
  readonly cid: string;
  readonly subdomain: string;
  readonly clientId: string;
  /** An open viewing of the renter at a house of the operator. */
  readonly viewingId: string;
  readonly logId: string;
  readonly day: string;
  readonly slot: { readonly rawDate: string; readonly rawTime: string };
}

export interface FieldRow {
  /** A value that the field takes. */
  readonly good: string;
  /** Fields without which this one is refused, or would not be looked at. */
  readonly beside?: readonly string[];
}

/** One row for each field that `/openapi.json` names, and for those of a webhook, which it does not. */
export function fieldRows(world: World, path: string): Readonly<Record<string, FieldRow>> {
  const { houseId, propertyId, cid, subdomain, clientId, day, slot } = world;
  const month = `${day.slice(5, 7)}-${day.slice(0, 4)}`;
  const instant = `${day}T00:00:00Z`;
  const pages = { limit: { good: '3' }, after: { good: cursorOf(day) } };
  if (path.startsWith('/api/admin/')) {
    return {
      ...pages,
      id: { good: idFor(world, path) },
      clientId: { good: clientId },
      state: { good: 'active' },
      requestType: { good: 'ACTIVATION' },
      cid: { good: cid },
      propertyId: { good: propertyId },
      outcome: { good: 'accepted' },
      from: { good: instant, beside: ['to'] },
      to: { good: instant, beside: ['from'] },
      status: { good: 'done' },
      kind: { good: 'notify' },
      requestId: { good: 'none' },
    };
  }
  if (isWebhook(path)) {
    const event = ['cid', 'request_type', 'property_id'];
    return {
      secret: { good: 'a-secret', beside: event },
      cid: { good: cid, beside: event },
      subdomain: { good: subdomain, beside: event },
      company_name: { good: 'A Company', beside: event },
      request_type: { good: 'SUSPENDED', beside: event },
      property_id: { good: propertyId, beside: event },
      auth_code: { good: 'a-code', beside: event },
      feed_type: { good: 'ILS', beside: event },
      occupancy_type: { good: 'CONVENTIONAL', beside: event },
      api_location: { good: 'https://x.example.test', beside: event },
      referrer: { good: 'https://x.example.test', beside: event },
    };
  }
  return {
    ...pages,
    id: { good: idFor(world, path) },
    houseId: { good: houseId, beside: ['message'] },
    propertyId: { good: houseId },
    month: { good: month, beside: ['houseId'] },
    from: { good: day, beside: ['houseId'] },
    to: { good: day, beside: ['houseId', 'from'] },
    tourType: { good: 'AGENT_GUIDED', beside: ['houseId', 'message'] },
    rawDate: { good: slot.rawDate, beside: ['rawTime'] },
    rawTime: { good: slot.rawTime, beside: ['rawDate'] },
    message: { good: 'Is there a garden?' },
    request_type: { good: 'ENQUIRY' },
    entrataSlotDate: { good: slot.rawDate, beside: ['entrataSlotTime'] },
    entrataSlotTime: { good: slot.rawTime, beside: ['entrataSlotDate'] },
    status: { good: path === '/api/viewings.php' ? 'PENDING' : 'pending' },
    search: { good: 'court' },
    outcome: { good: 'booked' },
    leadId: { good: '48151623', beside: ['outcome'] },
    evenIfBookedTwice: { good: 'false', beside: ['outcome'] },
    'idempotency-key': { good: 'a-key', beside: ['message'] },
  };
}

export const isWebhook = (path: string) => path.startsWith('/webhooks/') || path.includes('/external/');

/** The query's names of a webhook, which is Entrata's to describe. */
export const webhookFields = [
  'cid',
  'subdomain',
  'company_name',
  'request_type',
  'property_id',
  'auth_code',
  'feed_type',
  'occupancy_type',
  'api_location',
  'referrer',
];

/** Rows that are there where a body is looked at only then; where a good id would end something, none. */
function idFor({ houseId, viewingId, logId }: World, path: string): string {
  if (path === '/api/houses/{id}') return houseId;
  if (path === '/api/viewings/{id}' || /\/(reschedule|settle)$/.test(path)) return viewingId;
  return path.startsWith('/api/admin/webhooks/') ? logId : 'none';
}

/** As our own tables give them out: the instant as the column holds it, and a row. */
const cursorOf = (day: string) => Buffer.from(`${Date.parse(day)}~none`).toString('base64url');
