import { FakeEntrata, type FakeEntrataOptions } from '../../src/testing/index.js';
import { fixedClock } from './fixed-clock.js';
import { type Posted, post } from './post.js';

/** A sandbox at 11:00 in Denver on Monday 23 November 2026, called over the gateway with the key of `demo`. */
export function openGateway(options: FakeEntrataOptions = {}) {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const sandbox = new FakeEntrata({ clock, ...options });
  const call = (
    target: string,
    params: unknown = {},
    headers: Record<string, string> = {},
  ): Promise<Posted> => {
    const [service = '', rest = ''] = target.split('/');
    const [name = '', versionAndQuery = 'r1'] = rest.split(' ');
    const [version, query] = versionAndQuery.split('?');
    return post(
      (request) => sandbox.handle(request),
      `https://apis.entrata.com/ext/orgs/demo/v1/${service}${query === undefined ? '' : `?${query}`}`,
      { auth: { type: 'apikey' }, requestId: '15', method: { name, version, params } },
      { 'x-api-key': 'demo-sandbox-key', ...headers },
    );
  };
  return { clock, sandbox, call };
}

/** The params of a lead with one appointment event; `event` fields stand in the event. */
export function leadParams(
  event: object | undefined,
  more: { propertyId?: string; prospect?: object; customer?: object } = {},
) {
  return {
    propertyId: more.propertyId ?? '700003',
    doNotSendConfirmationEmail: '0',
    prospects: {
      prospect: {
        leadSource: { originatingLeadSourceId: '105949' },
        createdDate: '11/23/2026T10:59:00',
        customers: {
          customer: {
            name: { firstName: 'Ada', lastName: 'Test' },
            phone: { personalPhoneNumber: '555-010-0100' },
            email: 'ada@example.test',
            ...more.customer,
          },
        },
        ...more.prospect,
        ...(event ? { events: { event: [{ type: 'Appointment', comments: 'n/a', ...event }] } } : {}),
      },
    },
  };
}

export const tenOClock = { appointmentDate: '11/24/2026', timeFrom: '10:00:00', timeTo: '10:30:00' };
export const elevenOClock = { appointmentDate: '11/24/2026', timeFrom: '11:00:00', timeTo: '11:30:00' };
