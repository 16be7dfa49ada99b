import {
  type CallOutcome,
  type Entrata,
  EntrataError,
  type EntrataErrorCode,
  type EntrataErrorDetails,
} from 'entrata-sdk';
import { createMemoryStore, type PropertyRecord, secret } from 'entrata-store';
import { describe, expect, test } from 'vitest';
import type { BookingContext } from '../../src/booking/booking-context.js';
import { carryCancellation } from '../../src/booking/cancel-viewing.js';
import { readFailure } from '../../src/booking/judge-failure.js';
import { isAdapterError, toAdapterError } from '../../src/core/adapter-error.js';
import { isRefusal } from '../../src/core/judge-entrata-error.js';
import { silentLogger } from '../../src/core/logger.js';
import { fetchBatch } from '../../src/listing/fetch-batch.js';
import type { ListingContext } from '../../src/listing/listing-context.js';
import { onePerProperty } from '../../src/listing/map-houses.js';
import { failureOf } from '../../src/listing/record-failure.js';
import { createToursContext } from '../../src/tours/tours-context.js';
import { confirmOwner, obtainToken } from '../../src/webhook/prove-client.js';
import type { WebhookContext } from '../../src/webhook/webhook-context.js';
import { bareListing, bareProperty } from '../support/bare-listing.js';

/** What each place makes of an error of Entrata's. */
interface Judgement {
  /** The problem that a caller is answered. */
  readonly answer: string;
  /** Whether the call is of no use again. */
  readonly isRefusal: boolean;
  /** What a booking becomes, by what is known of the call. */
  readonly booking: Readonly<Record<CallOutcome, string>>;
  /** A cancellation: the tour stands, the row waits for a token, or it is tried again. */
  readonly cancellation: 'refused' | 'waits' | 'again';
  /** What is noted beside a property, and whether it is tried again. */
  readonly property: string;
  /** A refresh: the whole ends, or the other properties are asked for. */
  readonly refresh: 'ends' | 'goes on';
  /** Tour times: what was known before stands in, or the error is passed on. */
  readonly calendar: 'stands in' | 'passed on';
  /** The exchange of a code: the code is refused, our credentials are, or the error is passed on. */
  readonly exchange: 'code_rejected' | 'not_configured' | 'passed on';
  /** The question whose a token is: another client's, or the error is passed on. */
  readonly owner: 'client_mismatch' | 'passed on';
}

const unknown = 'unknown outcome_unknown';
const again = { not_sent: 'pending not_sent', refused: 'pending not_sent', unknown };
const rejected = { not_sent: 'pending not_sent', refused: 'rejected rejected_by_entrata', unknown };
const failed = (note: string) => ({ not_sent: `failed ${note}`, refused: `failed ${note}`, unknown });

const token: Judgement = {
  answer: 'reauthorization_required',
  isRefusal: false,
  booking: failed('reauthorization_required'),
  cancellation: 'waits',
  property: 'reauthorization_required, final',
  refresh: 'ends',
  calendar: 'passed on',
  exchange: 'passed on',
  owner: 'client_mismatch',
};
const refusal = (code: string, booking: Judgement['booking'], more: Partial<Judgement> = {}): Judgement => ({
  answer: 'upstream_refused',
  isRefusal: true,
  booking,
  cancellation: 'refused',
  property: `${code}, final`,
  refresh: 'goes on',
  calendar: 'passed on',
  exchange: 'passed on',
  owner: 'passed on',
  ...more,
});
const passing = (code: string, more: Partial<Judgement> = {}): Judgement => ({
  answer: 'upstream_error',
  isRefusal: false,
  booking: rejected,
  cancellation: 'again',
  property: `${code}, again`,
  refresh: 'goes on',
  calendar: 'stands in',
  exchange: 'passed on',
  owner: 'passed on',
  ...more,
});

const judgements: Readonly<Record<EntrataErrorCode, Judgement>> = {
  invalid_input: refusal('invalid_input', failed('invalid_input'), { answer: 'internal' }),
  not_configured: refusal('not_configured', failed('not_configured'), {
    answer: 'not_configured',
    exchange: 'not_configured',
  }),
  closed: passing('closed', { refresh: 'ends', calendar: 'passed on' }),
  unauthorized: passing('unauthorized', {
    refresh: 'ends',
    calendar: 'passed on',
    exchange: 'not_configured',
  }),
  forbidden: refusal('forbidden', rejected, { owner: 'client_mismatch' }),
  rejected: refusal('rejected', rejected, { exchange: 'code_rejected' }),
  rate_limited: passing('rate_limited', { answer: 'unavailable', booking: again, refresh: 'ends' }),
  unavailable: passing('unavailable', { booking: again }),
  bad_response: passing('bad_response'),
  network: passing('network'),
  timeout: passing('timeout'),
  aborted: passing('aborted', { calendar: 'passed on' }),
};

describe('an error of Entrata', () => {
  test.each(Object.entries(judgements))('%s means the same wherever it is judged', async (code, expected) => {
    expect(await judge(code as EntrataErrorCode)).toEqual(expected);
  });

  test.each(['unauthorized', 'forbidden'] as const)('%s of a token waits for another one', async (code) => {
    // To exchange a code, our own credentials are shown and no token.
    const { exchange } = judgements[code];
    expect(await judge(code, { reauthorize: true })).toEqual({ ...token, exchange });
  });
});

async function judge(code: EntrataErrorCode, details: Partial<EntrataErrorDetails> = {}): Promise<Judgement> {
  const errorOf = (outcome: CallOutcome) => new EntrataError(code, 'made up', { ...details, outcome });
  const error = errorOf('refused');
  const bookingOf = (outcome: CallOutcome) => {
    const { status, note } = readFailure(errorOf(outcome));
    return `${status} ${note}`;
  };
  const failure = failureOf(error);
  return {
    answer: toAdapterError(error).code,
    isRefusal: isRefusal(error),
    booking: {
      not_sent: bookingOf('not_sent'),
      refused: bookingOf('refused'),
      unknown: bookingOf('unknown'),
    },
    cancellation: await cancel(error),
    property: `${failure.code}, ${failure.mayPass ? 'again' : 'final'}`,
    refresh: await refresh(error),
    calendar: await readCalendar(error),
    ...(await proveClient(error)),
  };
}

/** An app whose every call to Entrata ends with the error, once it is told to. */
async function startFailing(error: EntrataError) {
  const store = createMemoryStore();
  let isFailing = false;
  const client = {
    getTourAvailability: async () => ({ supported: true, slots: [] }),
  };
  // The calls that these places make; nothing else of it is touched.
  const entrata = {
    client: () => {
      if (isFailing) throw error;
      return client;
    },
  } as unknown as Entrata;
  let elapsedMs = 0;
  const context = {
    entrata,
    store,
    logger: silentLogger,
    now: () => store.now(),
    elapsedMs: () => elapsedMs,
    newId: () => 'id',
    atStep: () => {},
    readZone: () => undefined,
  };
  const made = await store.clients.connect({
    cid: '1001',
    subdomain: 'oakwood',
    companyName: 'Oakwood',
    token: { accessToken: secret('token'), expiresAt: undefined },
    agent: { name: 'Oakwood', email: undefined, phone: undefined },
  });
  return {
    context,
    client: made.client,
    fail: () => {
      isFailing = true;
    },
    pass: (ms: number) => {
      elapsedMs += ms;
    },
  };
}

const tours = {
  displayTimeZone: 'America/Chicago',
  cacheMs: 60_000,
  staleMs: 600_000,
  horizonMonths: 12,
  recordCacheMs: 0,
};

async function addHouse({ context: { store }, client }: Awaited<ReturnType<typeof startFailing>>) {
  const { id: clientId, operatorId, agentUserId } = client;
  const [draft] = onePerProperty({
    property: { ...bareProperty, id: '700001', name: 'Oakwood Flats' },
    listing: { ...bareListing, propertyId: '700001' },
  });
  if (draft === undefined) throw new Error('no house');
  const target = { clientId, propertyId: '700001', operatorId, agentUserId };
  await store.houses.replaceListing(target, [{ ...draft, sourceHash: 'hash' }]);
  const [house] = (await store.houses.list()).items;
  if (house === undefined) throw new Error('no house');
  return house;
}

async function cancel(error: EntrataError): Promise<Judgement['cancellation']> {
  const app = await startFailing(error);
  const { store } = app.context;
  const house = await addHouse(app);
  const { viewing } = await store.viewings.open({
    userId: app.client.agentUserId,
    houseId: house.id,
    tourType: 'AGENT_GUIDED',
    message: undefined,
    slot: { rawDate: '2099-11-25', rawTime: '14:00 MST', startsAt: undefined, endsAt: undefined },
  });
  const asked = await store.viewings.transition(viewing.id, ['pending'], {
    status: 'confirmed',
    leadId: 'L1',
    note: 'cancel_requested',
    cancelRequested: true,
  });
  if (asked === undefined) throw new Error('not confirmed');
  const toursContext = createToursContext(app.context, tours);
  app.fail();
  try {
    // The rest of its context is not read on this way.
    const after = await carryCancellation({ ...toursContext, lead: {} } as unknown as BookingContext, asked);
    expect(after).toBe(asked);
    return 'waits';
  } catch (thrown) {
    const row = await store.viewings.find(viewing.id);
    if (row?.note !== 'cancel_refused') return 'again';
    expect(isAdapterError(thrown, 'change_not_supported')).toBe(true);
    return 'refused';
  }
}

async function refresh(error: EntrataError): Promise<Judgement['refresh']> {
  const { context, client, fail } = await startFailing(error);
  fail();
  const properties = ['1', '2'].map((propertyId) => ({ propertyId }) as PropertyRecord);
  const failures: string[] = [];
  try {
    await fetchBatch(
      context as unknown as ListingContext,
      client,
      properties,
      { answers: 0, misses: 0 },
      new AbortController().signal,
      ({ propertyId }) => failures.push(propertyId),
    );
  } catch (thrown) {
    expect([thrown, failures]).toEqual([error, []]);
    return 'ends';
  }
  expect(failures).toEqual(['1', '2']);
  return 'goes on';
}

async function readCalendar(error: EntrataError): Promise<Judgement['calendar']> {
  const app = await startFailing(error);
  const house = await addHouse(app);
  const { calendar, today } = createToursContext(app.context, tours);
  const ask = async () =>
    calendar.month({ house, client: app.client }, today(house).slice(0, 7), 'AGENT_GUIDED');
  await ask();
  app.pass(tours.cacheMs);
  app.fail();
  try {
    expect((await ask()).stale).toBe(true);
    return 'stands in';
  } catch (thrown) {
    expect(thrown).toBe(error);
    return 'passed on';
  }
}

async function proveClient(error: EntrataError): Promise<Pick<Judgement, 'exchange' | 'owner'>> {
  const fail = async () => {
    throw error;
  };
  const { context } = await startFailing(error);
  // Nothing else of the context is read on this way.
  const failing = {
    ...context,
    entrata: { oauth: { exchangeCode: fail, getClientInfo: fail } },
  } as unknown as WebhookContext;
  const claimant = {
    cid: '1001',
    subdomain: 'oakwood',
    code: secret('code'),
    event: { fingerprint: 'digest', logId: 'log' },
    resumption: undefined,
  };
  const obtained = { token: { accessToken: secret('token'), expiresAt: undefined }, exchangedAt: undefined };
  const deadline = { signal: new AbortController().signal, remainingMs: () => 1_000 };
  const thrownBy = async (work: Promise<unknown>) => {
    const thrown = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return thrown === error ? 'passed on' : toAdapterError(thrown).code;
  };
  return {
    exchange: (await thrownBy(obtainToken(failing, claimant, deadline))) as Judgement['exchange'],
    owner: (await thrownBy(confirmOwner(failing, claimant, obtained, deadline))) as Judgement['owner'],
  };
}
