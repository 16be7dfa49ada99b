import { apiKey, basic, bearer, createEntrata, type IlsWire, inventedIlsWire } from 'entrata-sdk';
import { makeCompany } from 'entrata-sdk/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from './support/outcome.js';
import { rawServer, result } from './support/raw-server.js';
import { nextDays, sandboxClient, surfaces } from './support/sandbox.js';

const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test', phone: '555-0100' };
const leadSource = { id: '105949' };

describe.each(surfaces)('on the %s surface', (surface) => {
  it('reads properties, all or some, and nothing for no ids', async () => {
    const { client, company, propertyId } = await sandboxClient(surface);
    const all = await client.getProperties();
    expect(all.map(({ id }) => id)).toEqual(company.properties.map(({ id }) => id));
    expect(all[0]).toMatchObject({
      id: propertyId,
      name: company.properties[0]?.name,
      address: { city: 'Chicago', state: 'IL', country: 'US' },
      disabled: false,
    });
    const some: string[] = [];
    for await (const property of client.iterateProperties({ propertyIds: [propertyId] }))
      some.push(property.id);
    expect(some).toEqual([propertyId]);
    await expect(client.getProperties({ propertyIds: [] })).resolves.toEqual([]);
  });

  it('reads units with coordinates, zone, images, floor plans and rents', async () => {
    const { client, company, propertyId } = await sandboxClient(surface);
    const [units] = await client.getListings({ propertyIds: [propertyId] });
    const [property] = company.properties;
    const plan = property?.floorPlans[0];
    const unit = plan?.units[0];
    expect(units).toMatchObject({
      propertyId,
      latitude: Number(property?.latitude),
      longitude: Number(property?.longitude),
      timeZone: { iana: 'America/Chicago' },
      longDescription: `${property?.description}\nManaged by ${company.name}.`,
    });
    expect(units?.images).toHaveLength(property?.imageCount ?? -1);
    expect(units?.floorPlans[0]).toMatchObject({
      id: plan?.id,
      bedrooms: plan?.bedrooms,
      bathrooms: plan?.bathrooms,
      squareFeet: plan?.squareFeet,
      rentCents: plan?.rentCents,
      depositCents: { min: plan?.depositCents, max: plan?.depositCents },
    });
    expect(units?.units).toHaveLength(property?.floorPlans.flatMap((each) => each.units).length ?? -1);
    const read = units?.units.find(({ id }) => id === unit?.id);
    expect(read).toMatchObject({
      number: unit?.number,
      floorPlanId: plan?.id,
      bedrooms: plan?.bedrooms,
      rentCents: { min: unit?.rentCents },
      available: unit?.available,
    });
    if (surface !== 'ils') {
      expect(read?.termRents).toContainEqual({
        months: 12,
        label: '12 Months',
        rentCents: unit?.rentCents,
        spaceOption: 'Conventional',
        frequency: 'Monthly',
      });
      const plain = await client.getListings({ propertyIds: [propertyId], termRents: false });
      expect(plain[0]?.units.flatMap((each) => each.termRents)).toEqual([]);
    }
  });

  it('books the slot it was offered, finds it, moves it and cancels it', async () => {
    const { client, sandbox, propertyId } = await sandboxClient(surface);
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const [first, second] = slots;
    if (!first || !second) throw new Error('no slots are offered');
    const receipt = await client.sendLead({
      propertyId,
      person,
      leadSource,
      slot: first.raw,
      comment: 'hello',
    });
    expect(sandbox.ledger.appointments).toMatchObject([
      { leadId: receipt.leadId, matchesOffer: true, status: 'booked' },
    ]);
    const after = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const [lead] = await client.findLeads({ propertyId, email: person.email });
    expect(lead).toMatchObject({
      leadId: receipt.leadId,
      applicantId: receipt.applicantId,
      email: person.email,
      firstName: 'Ada',
      lastName: 'Example',
      events: [{ typeId: '17', date: first.raw.date, comment: 'hello', reason: 'Tour' }],
    });
    expect(Date.parse(lead?.createdAt ?? '')).toBeGreaterThan(Date.now() - 600_000);
    const eventId = lead?.events[0]?.id ?? '';
    const { leadId } = receipt;

    await client.updateLead({
      propertyId,
      leadId,
      change: { kind: 'reschedule', eventId, slot: second.raw },
    });
    expect(sandbox.ledger.appointments).toMatchObject([{ eventId, matchesOffer: true, status: 'booked' }]);
    const events = await client.findLeadEvents({ propertyId, leadId });
    expect(events).toMatchObject([{ leadId, id: eventId, date: second.raw.date }]);
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const byDay = (from: number, to: number) =>
      client.findLeadEvents({ propertyId, from: day(from), to: day(to) });
    expect([await byDay(-2, 1), await byDay(2, 3)]).toEqual([events, []]);

    const lists = surface === 'ils' ? undefined : await client.getLeadPickLists({ propertyId });
    const eventResultId = lists?.eventResults.find(({ name }) => /cancel/i.test(name))?.id ?? '602';
    await client.updateLead({ propertyId, leadId, change: { kind: 'cancel', eventId, eventResultId } });
    expect(sandbox.ledger.appointments).toMatchObject([{ eventId, status: 'cancelled' }]);
    expect(after.slots.length).toBeLessThanOrEqual(slots.length);
  });

  it("adds to the person's lead when asked to, and sends a new one when there is none", async () => {
    const { client, sandbox, propertyId } = await sandboxClient(surface);
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const input = { propertyId, person, leadSource, existing: 'update' } as const;
    const first = await client.sendLead({ ...input, ...(slots[0] && { slot: slots[0].raw }) });
    const second = await client.sendLead({ ...input, ...(slots[1] && { slot: slots[1].raw }) });
    expect(second.leadId).toBe(first.leadId);
    expect(sandbox.ledger.leads).toHaveLength(1);
    expect(sandbox.ledger.appointments.map(({ leadId }) => leadId)).toEqual([first.leadId, first.leadId]);
  });

  it("adds to nobody else's lead, even when Entrata overlooks whose was asked for", async () => {
    const found = { applicationId: '5', customers: { customer: { email: 'someone.else@example.test' } } };
    const own = { applicationId: '6', customers: { customer: { email: 'ADA@example.test' } } };
    const taken = { applicationId: '7', status: 'Success' };
    for (const [prospect, method] of [
      [[found], 'sendLeads'],
      [[found, own], 'updateLeads'],
    ] as const) {
      const server = await rawServer(result({ prospects: { prospect } }), result({ prospects: [taken] }));
      const entrata = createEntrata(server.options);
      onTestFinished(async () => {
        await entrata.close();
        await server.close();
      });
      const auth = { ils: bearer('t'), gateway: apiKey('k'), legacy: basic('u', 'p') }[surface];
      await entrata
        .client({ subdomain: 'demo', auth })
        .sendLead({ propertyId: '1', person, existing: 'update' });
      const sent = JSON.parse(server.requests[1]?.body ?? '').method;
      expect([sent.name, sent.params.prospects.prospect[0].applicationId]).toEqual([
        method,
        method === 'updateLeads' ? '6' : undefined,
      ]);
    }
  });

  it("says that the lead was not sent when looking for the person's lead fails", async () => {
    const { client, sandbox, propertyId } = await sandboxClient(surface);
    sandbox.fail({ method: 'getLeads', times: Number.POSITIVE_INFINITY, fault: { kind: 'reset' } });
    const call = client.sendLead({ propertyId, person, leadSource, existing: 'update' }, { maxRetries: 0 });
    expect(await failureOf(call)).toMatchObject({ code: 'network', outcome: 'not_sent', method: 'sendLead' });
    expect(sandbox.ledger.leads).toEqual([]);
  });

  it('calls a taken slot, an unknown lead and a failed record refused, in Entrata’s words', async () => {
    const { client, company, propertyId } = await sandboxClient(surface);
    const capacity = company.properties[0]?.tours?.capacity ?? 1;
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(20) });
    const slot = slots[0]?.raw;
    if (!slot) throw new Error('no slots are offered');
    for (let booked = 0; booked < capacity; booked++)
      await client.sendLead({ propertyId, person, leadSource, slot });
    const taken = await failureOf(client.sendLead({ propertyId, person, leadSource, slot }));
    expect(taken).toMatchObject({
      code: 'rejected',
      outcome: 'refused',
      method: 'sendLead',
      httpStatus: expect.any(Number),
      requestId: expect.any(String),
    });
    expect(taken.entrataMessage).toMatch(/no longer available/);
    const unknown = client.updateLead({ propertyId, leadId: '999', change: { kind: 'book', slot } });
    expect(await failureOf(unknown)).toMatchObject({ code: 'rejected', outcome: 'refused' });
  });

  it('says that a property without tours has none (314)', async () => {
    const { sandbox, entrata } = await sandboxClient(surface);
    const company = sandbox.companies.find((each) => each.properties.some((property) => !property.tours));
    const property = company?.properties.find((each) => !each.tours);
    if (!company || !property) throw new Error('every property has tours');
    const { subdomain } = company;
    const auth = {
      ils: async () =>
        bearer((await entrata.oauth.exchangeCode({ code: sandbox.issueCode(subdomain) })).accessToken),
      gateway: async () => apiKey(company.apiKey),
      legacy: async () => basic(company.basic.username, company.basic.password),
    };
    const client = entrata.client({ subdomain, auth: await auth[surface]() });
    await expect(client.getTourAvailability({ propertyId: property.id, ...nextDays(5) })).resolves.toEqual({
      supported: false,
      slots: [],
    });
  });

  it('refuses wrong credentials as unauthorized or forbidden, with reauthorize', async () => {
    const { entrata, company, sandbox } = await sandboxClient(surface);
    const other = sandbox.companies[1];
    if (!other) throw new Error('one company only');
    const wrong = {
      ils: bearer('no-such-token'),
      gateway: apiKey('no-such-key'),
      legacy: basic('no', 'body'),
    }[surface];
    const error = await failureOf(
      entrata.client({ subdomain: company.subdomain, auth: wrong }).getProperties(),
    );
    expect(error).toMatchObject({ code: 'unauthorized', outcome: 'refused', reauthorize: true });
    if (surface === 'gateway') {
      const foreign = entrata.client({ subdomain: company.subdomain, auth: apiKey(other.apiKey) });
      expect(await failureOf(foreign.getProperties())).toMatchObject({
        code: 'forbidden',
        entrataCode: 1403,
        reauthorize: true,
      });
    }
  });
});

describe('on the standard profile', () => {
  it('splits a long range at 60 days and gives the slots in order', async () => {
    const { client, sandbox, propertyId } = await sandboxClient('gateway', { horizonDays: 150 });
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(130) });
    const asked = sandbox.journal.filter((entry) => entry.method === 'getCalendarAvailability');
    expect(asked).toHaveLength(3);
    const days = [...new Set(slots.map((slot) => slot.raw.date))];
    expect(days.length).toBeGreaterThan(80);
    expect(days).toEqual([...days].sort());
    expect(new Set(slots.map((slot) => `${slot.raw.date} ${slot.raw.time}`)).size).toBe(slots.length);
  });

  it('gives readable slots by time, then the others in the order received', async () => {
    const availableTour = [
      { tourDate: '2026-12-02', tourTime: ['whenever', '11:00 CST - 11:30 CST', '10:00 CST - 10:30 CST'] },
      { tourDate: '2026-12-01', tourTime: ['ask us', '10:00 PST - 10:30 PST', '11:00 CST - 11:30 CST'] },
    ];
    const server = await rawServer(result({ availableTours: { availableTour } }));
    const entrata = createEntrata(server.options);
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    const { slots } = await client.getTourAvailability({ propertyId: '1', ...nextDays(3) });
    expect(slots.map(({ raw }) => `${raw.date} ${raw.time}`)).toEqual([
      '2026-12-01 11:00 CST - 11:30 CST',
      '2026-12-01 10:00 PST - 10:30 PST',
      '2026-12-02 10:00 CST - 10:30 CST',
      '2026-12-02 11:00 CST - 11:30 CST',
      '2026-12-02 whenever',
      '2026-12-01 ask us',
    ]);
  });

  it('cuts r1 windows into slots that Entrata takes', async () => {
    const { client, sandbox, propertyId } = await sandboxClient(
      'gateway',
      {},
      { wire: { slotEncoding: 'halves' } },
    );
    const range = nextDays(12);
    const windows = await client.getTourAvailability({ propertyId, ...range, source: 'windows' });
    const offered = await client.getTourAvailability({ propertyId, ...range });
    expect(windows.slots.map((slot) => slot.startsAt)).toEqual(offered.slots.map((slot) => slot.startsAt));
    expect(windows.slots[0]?.raw.time).toMatch(/^\d\d:\d\d:\d\dM[SD]T - \d\d:\d\d:\d\dM[SD]T$/);
    const versions = sandbox.journal.filter((entry) => entry.method === 'getCalendarAvailability');
    expect(versions).toHaveLength(3);
    const slot = windows.slots[3]?.raw;
    if (!slot) throw new Error('no slots');
    await client.sendLead({ propertyId, person, leadSource, slot });
    expect(sandbox.ledger.appointments).toMatchObject([{ matchesOffer: true }]);
  });

  it.each(['halves', 'clock'] as const)('writes a slot as %s', async (slotEncoding) => {
    const { client, sandbox, propertyId } = await sandboxClient('gateway', {}, { wire: { slotEncoding } });
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(12) });
    const slot = slots[0]?.raw;
    if (!slot) throw new Error('no slots');
    await client.sendLead({ propertyId, person, leadSource, slot });
    expect(sandbox.ledger.appointments).toMatchObject([{ carriedAs: slotEncoding, matchesOffer: true }]);
  });

  it('reads the pick lists of both versions', async () => {
    for (const version of ['r1', 'r2']) {
      const { client, propertyId } = await sandboxClient(
        'gateway',
        {},
        { wire: { methods: { getLeadPickLists: { version } } } },
      );
      const lists = await client.getLeadPickLists({ propertyId });
      expect(lists.eventTypes).toContainEqual({ id: '17', name: 'Scheduled Appointment' });
      expect(lists.eventResults).toContainEqual({ id: '602', name: 'Cancelled' });
      expect(lists.leadStatuses).toContainEqual({ id: '1', name: 'Lead' });
      if (version === 'r1')
        expect(lists.leadSources).toContainEqual({ id: '105949', name: 'Example Rental Marketplace' });
      else expect(lists.eventSubtypes).toContainEqual({ id: '454', name: 'Tour' });
    }
  });

  it('iterates over many ids in batches, and asks for no more than it needs', async () => {
    const { client, sandbox } = await sandboxClient('gateway', {
      companies: [makeCompany({ properties: 250 })],
    });
    const ids = sandbox.companies[0]?.properties.map(({ id }) => id) ?? [];
    const read: string[] = [];
    for await (const { id } of client.iterateProperties({ propertyIds: ids })) read.push(id);
    expect(read).toEqual(ids);
    expect(sandbox.journal).toHaveLength(3);
    for await (const { id } of client.iterateProperties({ propertyIds: ids })) if (id === ids[7]) break;
    expect(sandbox.journal).toHaveLength(4);
  });

  it('reads paged leads to the end', async () => {
    const { client, sandbox, propertyId } = await sandboxClient('gateway');
    // A thousand at once take a busy machine longer than one call may take.
    const patient = { timeoutMs: 100_000, deadlineMs: 100_000 };
    await Promise.all(
      Array.from({ length: 1_003 }, (_, index) => {
        const lead = { propertyId, leadSource, person: { ...person, email: `p${index}@example.test` } };
        return client.sendLead(lead, patient);
      }),
    );
    const leads = await client.findLeads({ propertyId });
    expect(new Set(leads.map((lead) => lead.leadId)).size).toBe(1_003);
    const requests = () => sandbox.journal.filter((entry) => entry.method === 'getLeads').length;
    expect(requests()).toBe(2);
    const [first] = leads;
    for await (const lead of client.iterateLeads({ propertyId })) {
      expect(lead).toEqual(first);
      break;
    }
    expect(requests()).toBe(3);
    const all: string[] = [];
    for await (const { leadId } of client.iterateLeads({ propertyId })) all.push(leadId ?? '');
    expect(all).toEqual(leads.map(({ leadId }) => leadId));
  });
});

it('reads the events of leads to the end, whether a page is full of leads or of events', async () => {
  const lead = (applicationId: number, events: number) => ({
    applicationId,
    events: { event: Array.from({ length: events }, (_, index) => ({ eventId: index + 1 })) },
  });
  const page = (...prospect: object[]) => result({ prospects: { prospect } });
  const many = Array.from({ length: 1_000 }, (_, index) => lead(index + 10, 0));
  const server = await rawServer(page(lead(1, 600), lead(2, 400)), page(...many), page(lead(3, 1)));
  const entrata = createEntrata(server.options);
  onTestFinished(async () => {
    await entrata.close();
    await server.close();
  });
  const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
  const events = await client.findLeadEvents({ propertyId: '1', from: '2026-01-01', to: '2026-02-01' });
  expect(events).toHaveLength(1_001);
  expect(server.requests.map(({ url }) => url.split('?')[1])).toEqual([
    'page_no=1&per_page=1000',
    'page_no=2&per_page=1000',
    'page_no=3&per_page=1000',
  ]);
});

describe('the names of the wire', () => {
  it('are those of the profile, whatever they are, on the ILS surface', async () => {
    const ils: IlsWire = {
      ...inventedIlsWire,
      approveProperty: {
        service: 'listing',
        method: 'accept',
        propertyIdParam: 'pid',
        decisionParam: 'answer',
        approvedValue: 'yes',
      },
      getTourAvailability: {
        service: 'tours',
        method: 'listTours',
        version: 'r9',
        propertyIdParam: 'pid',
        fromParam: 'a',
        toParam: 'b',
        tourTypeParam: 'kind',
        dateFormat: 'YYYY-MM-DD',
      },
      sendLeads: { service: 'people', method: 'addLead', slotDateField: 'theDate', slotTimeField: 'theTime' },
    };
    const { client, sandbox, propertyId } = await sandboxClient('ils', { wire: { ils } });
    await client.approveProperty({ propertyId });
    expect(sandbox.approvals).toMatchObject([{ propertyId }]);
    const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(9) });
    const slot = slots[0]?.raw;
    if (!slot) throw new Error('no slots');
    await client.sendLead({ propertyId, person, slot });
    expect(sandbox.ledger.appointments).toMatchObject([{ carriedAs: 'text', matchesOffer: true }]);
    const paths = sandbox.journal.map((entry) => entry.method);
    expect(paths).toEqual(expect.arrayContaining(['accept', 'listTours', 'addLead']));
  });

  it.each(surfaces)('end in what the options make of a method’s params and path: %s', async (surface) => {
    const server = await rawServer(result({ prospects: [{ applicationId: '7', status: 'Success' }] }));
    const sendLeads = {
      version: '',
      params: (params: object) => ({ ...params, doNotSendConfirmationEmail: '1', extra: 'x' }),
    };
    const entrata = createEntrata({
      ...server.options,
      wire: {
        ...server.options.wire,
        paths: { ils: '/api/v1', gateway: '/v2', legacy: '/api' },
        methods: { sendLeads },
        ils: { ...inventedIlsWire, sendLeads: { ...inventedIlsWire.sendLeads, ...sendLeads } },
      },
    });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const auth = { ils: bearer('t'), gateway: apiKey('k'), legacy: basic('u', 'p') }[surface];
    await entrata.client({ subdomain: 'demo', auth }).sendLead({ propertyId: '7', person });
    const [request] = server.requests;
    expect(request?.url).toBe(
      { ils: '/demo/api/v1/internetlisting', gateway: '/gateway/demo/v2/leads', legacy: '/demo/api/leads' }[
        surface
      ],
    );
    expect(JSON.parse(request?.body ?? '').method).toEqual({
      name: 'sendLeads',
      params: expect.objectContaining({ propertyId: '7', doNotSendConfirmationEmail: '1', extra: 'x' }),
    });
  });

  it('are those of the options for the one call that needs no profile', async () => {
    const server = await rawServer(result({ cid: 7, subdomain: 'demo' }));
    const getClientInfo = { service: 'listing', method: 'whoAmI', version: 'r2', params: () => ({ a: 1 }) };
    const entrata = createEntrata({
      ...server.options,
      wire: { hosts: server.options.wire.hosts, methods: { getClientInfo } },
    });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    await entrata.oauth.getClientInfo({ subdomain: 'demo', accessToken: 't' });
    expect(server.requests[0]?.url).toBe('/demo/api/ils/listing');
    expect(JSON.parse(server.requests[0]?.body ?? '').method).toEqual({
      name: 'whoAmI',
      version: 'r2',
      params: { a: 1 },
    });
  });

  it('are those of the options on the gateway', async () => {
    const server = await rawServer(result({ availableTours: { availableTour: [] } }));
    const entrata = createEntrata({
      ...server.options,
      wire: {
        ...server.options.wire,
        calendarDateFormat: 'YYYY-MM-DD',
        methods: { getCalendarAvailability: { service: 'tours', method: 'getSlots', version: 'r7' } },
      },
    });
    onTestFinished(async () => {
      await entrata.close();
      await server.close();
    });
    const client = entrata.client({ subdomain: 'demo', auth: apiKey('k') });
    await client.getTourAvailability({
      propertyId: '1',
      from: '2026-01-05',
      to: '2026-01-06',
      tourType: 'SELF_GUIDED',
    });
    expect(server.requests[0]?.url).toBe('/gateway/demo/v1/tours');
    expect(JSON.parse(server.requests[0]?.body ?? '').method).toEqual({
      name: 'getSlots',
      version: 'r7',
      params: { propertyId: '1', fromDate: '2026-01-05', toDate: '2026-01-06', tourType: 'SELF_GUIDED' },
    });
  });
});

describe.each([
  ['ids as the other type', { swapIdTypes: true }],
  ['single objects for lists', { singleForList: true }],
  ['code as text', { code: 'text' }],
  ['no code', { code: 'absent' }],
  ['no response wrapper', { unwrapped: true }],
  ['leads nested twice', { leadContainer: 'nested' }],
  ['leads in a bare list', { leadContainer: 'list' }],
  ['customers as requests name them', { nestedCustomers: true }],
  ['expires_in as text', { expiresIn: 'text' }],
  ['no expires_in', { expiresIn: 'absent' }],
  ['no tours as a text', { noTours: 'text' }],
  ['no tours as nothing', { noTours: 'absent' }],
  ['no leads as a text', { noLeads: 'text' }],
  ['nothing found as an error', { noLeads: 'text', noTours: 'text', nothingFound: 'error' }],
  [
    'nothing found as an error without a code',
    { noLeads: 'text', noTours: 'text', nothingFound: 'codeless' },
  ],
  ['terms beside the property', { termsAbove: true }],
  ['markup in descriptions', { markupDescriptions: true }],
  ['a byte order mark', { byteOrderMark: true }],
  [
    'all at once',
    {
      swapIdTypes: true,
      singleForList: true,
      code: 'text',
      leadContainer: 'nested',
      nestedCustomers: true,
      expiresIn: 'text',
      markupDescriptions: true,
      byteOrderMark: true,
    },
  ],
] as const)('with replies bent to %s', (_, quirks) => {
  it.each(surfaces)('gives the same answers on the %s surface', async (surface) => {
    const now = Date.now();
    const clock = { now: () => now };
    const answers = async (options: object) => {
      const { client, propertyId, company, sandbox } = await sandboxClient(surface, { clock, ...options });
      const { slots } = await client.getTourAvailability({ propertyId, ...nextDays(9) });
      const slot = slots[0]?.raw;
      if (!slot) throw new Error('no slots');
      const receipt = await client.sendLead({ propertyId, person, leadSource, slot });
      const single = company.properties[1]?.id ?? '';
      const units = await client.getListings({ propertyIds: [single] });
      return {
        properties: await client.getProperties(),
        one: await client.getProperties({ propertyIds: [single] }),
        // The sandbox serves its images under its own port.
        units: JSON.parse(JSON.stringify(units).replace(/127\.0\.0\.1:\d+/g, 'host')),
        slots,
        receipt,
        leads: await client.findLeads({ propertyId }),
        events: await client.findLeadEvents({ propertyId, leadId: receipt.leadId }),
        nothing: await client.findLeads({ propertyId, email: 'nobody@example.test' }),
        weekend: (await client.getTourAvailability({ propertyId, ...nextDays(1, now + 400 * 86_400_000) }))
          .slots,
        matches: sandbox.ledger.appointments.map((appointment) => appointment.matchesOffer),
      };
    };
    expect(await answers({ quirks })).toEqual(await answers({}));
  });
});
