import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fields = Readonly<Record<string, unknown>>;

interface Appointment {
  readonly id: number;
  day: string;
  hours: string;
  readonly comments: string;
  result?: string;
}

interface Lead {
  readonly id: number;
  readonly firstName: string;
  readonly email: string;
  readonly appointments: Appointment[];
}

/** What is wrong with a request, in the words of this Entrata. */
class Refused extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const cid = 'C-77';
const propertyId = 'P-1001';
const times = ['10:00 MST - 10:30 MST', '11:00 MST - 11:30 MST', '14:00 MST - 14:30 MST'];

/** `12/05/2026`: five of each month. */
const daysOf = (month: string) => {
  const [mm, yyyy] = month.split('-');
  return ['05', '06', '07', '08', '09'].map((day) => `${mm}/${day}/${yyyy}`);
};

/**
 * An Entrata that speaks otherwise than the sandbox, and is made of nothing of it: the dialect of the guide "When your wire
 * differs", with ids that are no digits. It takes nothing but that dialect, and keeps what it is told.
 */
export async function startSecondFake() {
  const codes = new Set<string>();
  const tokens = new Set<string>();
  const leads: Lead[] = [];
  const accepted: string[] = [];
  const refusals: string[] = [];
  let isListed = false;
  let lastId = 500;

  const methods: Readonly<Record<string, (params: Fields) => unknown>> = {
    getClientInfo: () => ({ cid, companyName: 'Second Homes', subdomain: 'second' }),
    listProperties: () => {
      if (!isListed) throw new Refused(204, 'No listings yet');
      const Address = [{ Address: '1 Other Way', City: 'Denver', State: 'CO' }];
      return [{ PropertyID: propertyId, MarketingName: 'Other Way Flats', Addresses: { Address } }];
    },
    getMitsPropertyUnits: () => ({
      PhysicalProperty: {
        Property: [
          {
            PropertyID: {
              Identification: { '@attributes': { IDValue: propertyId } },
              MarketingName: 'Other Way Flats',
            },
            '@attributes': { ID: propertyId },
          },
        ],
      },
    }),
    acceptListing: ({ property_id, decision }) => {
      if (property_id !== propertyId || decision !== 'ACCEPT') throw new Refused(400, 'Say what you accept');
      accepted.push(propertyId);
      return { property_id, status: 'Success' };
    },
    getTourAvailability: ({ propertyId: asked, month, from, fromDate }) => {
      if (asked !== propertyId || typeof month !== 'string' || from !== undefined || fromDate !== undefined)
        throw new Refused(400, 'Ask for a month');
      const availableTour = daysOf(month).map((tourDate) => ({
        tourDate,
        tourTime: times.filter((time) => isFree(tourDate, time)),
      }));
      return { availableTours: { availableTour } };
    },
    sendLeads: (params) => {
      const { customers, events } = firstOf(params.prospects, 'prospect');
      const customer = firstOf(customers, 'customer');
      const { tourDay, tourHours, comments, slotDate, tourDate } = firstOf(events, 'event');
      if (
        typeof tourDay !== 'string' ||
        typeof tourHours !== 'string' ||
        (slotDate ?? tourDate) !== undefined
      )
        throw new Refused(400, 'Say which tour');
      if (!isFree(tourDay, tourHours))
        return { prospects: { prospect: [{ status: 'Failed', message: 'The tour is taken' }] } };
      const { firstName } = customer.name as { firstName: string };
      const appointments = [{ id: ++lastId, day: tourDay, hours: tourHours, comments: String(comments) }];
      const lead = { id: ++lastId, firstName, email: String(customer.email), appointments };
      leads.push(lead);
      return {
        prospects: { prospect: [{ applicationId: `L-${lead.id}`, status: 'Success', message: 'ok' }] },
      };
    },
    getLeads: ({ email }) => {
      const found = leads.filter((lead) => email === undefined || lead.email === email);
      if (found.length === 0) throw new Refused(204, 'Nobody yet');
      return { prospects: { prospect: found.map(render) } };
    },
    updateLeads: (params) => {
      const { applicationId, events } = firstOf(params.prospects, 'prospect');
      const { eventId, eventResultId, tourDay, tourHours } = firstOf(events, 'event');
      const lead = leads.find(({ id }) => `L-${id}` === applicationId);
      const appointment = lead?.appointments.find(({ id }) => `E-${id}` === String(eventId));
      if (appointment === undefined) throw new Refused(400, 'No such tour');
      if (eventResultId !== undefined) appointment.result = String(eventResultId);
      else Object.assign(appointment, { day: tourDay, hours: tourHours });
      return { prospects: { prospect: [{ applicationId, status: 'Success', message: 'ok' }] } };
    },
  };

  function isFree(day: string, hours: string): boolean {
    const taken = leads
      .flatMap(({ appointments }) => appointments)
      .filter(({ result }) => result === undefined);
    return !taken.some((each) => each.day === day && each.hours === hours);
  }

  function exchange(form: URLSearchParams): Fields {
    const code = form.get('code') ?? '';
    if (
      form.get('redirect_uri') !== 'https://app.example.com/' ||
      form.get('client_secret') !== 'hush' ||
      !codes.delete(code)
    )
      return { error: 'invalid_grant' };
    const access_token = `token-${++lastId}`;
    tokens.add(access_token);
    return { access_token, expires_in: 86_400, token_type: 'Bearer' };
  }

  function answer(path: string, token: string, body: string): Fields {
    try {
      if (!tokens.has(token)) throw new Refused(1402, 'Sign in anew');
      const { method } = JSON.parse(body) as { method: { name: string; params: Fields } };
      const usual =
        method.name === 'acceptListing'
          ? '/second/api/partners/v2/listings'
          : '/second/api/partners/internetlisting';
      const call = path === usual ? methods[method.name] : undefined;
      if (call === undefined) throw new Refused(404, `Nothing known of ${method.name} at ${path}`);
      return { response: { code: 200, result: call(method.params) } };
    } catch (error) {
      const { code, message } = error instanceof Refused ? error : new Refused(500, String(error));
      if (code !== 204) refusals.push(message);
      return { response: { error: { code, message } } };
    }
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const isExchange =
        request.url === '/token' && request.headers['content-type'] === 'application/x-www-form-urlencoded';
      const said = isExchange ? exchange(new URLSearchParams(body)) : answer(request.url ?? '', token, body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    cid,
    propertyId,
    leads,
    accepted,
    /** What it did not understand, or found wrong. */
    refusals,
    oauth: { clientId: 'second', clientSecret: 'hush' },
    hosts: { client: `${url}/{subdomain}`, token: `${url}/token` },
    issueCode() {
      const code = `code+${++lastId}/=`;
      codes.add(code);
      return code;
    },
    /** From now on it names its property. */
    list() {
      isListed = true;
    },
    revokeTokens() {
      tokens.clear();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first of a list two levels down, as Entrata nests what it is sent. */
function firstOf(container: unknown, name: string): Fields {
  const [first] = ((container as Fields)?.[name] ?? []) as Fields[];
  return first ?? {};
}

function render({ id, firstName, email, appointments }: Lead): object {
  const event = appointments.map(({ id: eventId, day, hours, comments, result }) => ({
    eventId: `E-${eventId}`,
    typeId: '17',
    appointmentDate: day,
    timeFrom: hours.slice(0, 5),
    timeTo: hours.slice(12, 17),
    comments,
    ...(result === undefined ? {} : { eventResultId: result, eventResult: 'Cancelled' }),
  }));
  return { applicationId: `L-${id}`, customers: { customer: [{ firstName, email }] }, events: { event } };
}
