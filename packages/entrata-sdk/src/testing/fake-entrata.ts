import { demoCities } from './companies/city.js';
import type { SandboxCompany, SandboxProperty } from './companies/company.js';
import { Directory } from './companies/directory.js';
import { makeCompany } from './companies/make-company.js';
import { makeProperty } from './companies/make-property.js';
import { OauthGrants } from './credentials/oauth-grants.js';
import { MethodTable } from './desk/method-table.js';
import { type Desk, receive } from './desk/receive.js';
import type { FaultScript, ScriptedFault } from './faults/fault.js';
import { Faults } from './faults/faults.js';
import { answerCodeDesk } from './http/code-desk.js';
import { listen } from './http/listen.js';
import { callWebhook, webhookQuery } from './http/send-webhook.js';
import { orAborted, readWebRequest, writeWebResponse } from './http/web-exchange.js';
import { Journal, type JournalEntry } from './journal/journal.js';
import { Ledger } from './ledger/ledger.js';
import type { Approval, LedgerView } from './ledger/ledger-entry.js';
import type { SandboxState } from './methods/method.js';
import { checkFields, type Fields } from './option-checks.js';
import type { FakeEntrataOptions, SandboxServer, WebhookAnswer, WebhookToSend } from './options.js';
import type { SandboxRequest } from './protocol/exchange.js';
import { Quota } from './protocol/quota.js';
import { RouteTable } from './protocol/route.js';
import { RecordedReplies } from './recording/recorded-replies.js';
import { resolveSettings } from './settings.js';
import { Calendar } from './tours/calendar.js';
import { WallClocks } from './tours/wall-clock.js';

const webhookFields: Fields<WebhookToSend> = {
  requestType: 'any text',
  subdomain: 'text',
  cid: 'text',
  propertyId: 'any text',
  withCode: 'flag',
  code: 'any text',
  method: ['GET', 'POST'],
  extra: 'record',
  // A timer that is set for longer fires at once.
  timeoutMs: 2 ** 31 - 1,
};

/**
 * A sandbox Entrata in memory: it speaks Entrata's wire, keeps a ledger of what was booked, sends webhooks,
 * and fails on demand. With the client that it tests it shares the wire profile alone, its names and the check of them:
 * what it reads and writes, it reads and writes by itself.
 *
 * Four ways in, with the same data behind them:
 * - token endpoint: `sync.entrata.com/api/oauth` and `{subdomain}.entrata.com/api/oauth`
 * - ILS API: `{subdomain}.entrata.com/api/ils/internetlisting`, bearer token; HTTP 200 also for errors
 * - legacy host: `{subdomain}.entrata.com/api/v1/{service}`, Basic; HTTP 200 also for errors
 * - gateway: `apis.entrata.com/ext/orgs/{subdomain}/v1/{service}`, `X-Api-Key`; HTTP statuses for errors
 *
 * {@link FakeEntrata.handle} answers these URLs; {@link FakeEntrata.listen} serves them on loopback, where the
 * client's host becomes the first part of the path. Everything lives in memory and belongs to the instance.
 *
 * No public source shows what follows, so it is made up: the profile `inventedIlsWire`; error codes other than
 * 311, 314, 429 and 1403; all messages; that a slot which is taken, or over ILS not sent back byte for byte, fails
 * its record under code 300 and leaves no lead; that event dates filter by the day an event was logged; names and
 * ids of event results (602 is "Cancelled") and of lead statuses; what `Id` counts in the prices of a unit; that
 * quota windows begin with the minute, hour and UTC day. Where public sources differ, the sandbox speaks the
 * published form, and each other one on request (`quirks`). Calendar r1 speaks Mountain time, r2 and the digits of
 * appointments the property's own (see `SandboxTours.timeZone`).
 *
 * @example
 * ```ts
 * const sandbox = new FakeEntrata();
 * const server = await sandbox.listen();
 * const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options });
 * const token = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
 * // ... book a tour with entrata.client({ subdomain: 'demo', auth: bearer(token.accessToken) }), then:
 * sandbox.ledger.appointments[0]?.matchesOffer; // true when the slot came back byte for byte
 * await server.close();
 * ```
 */
export class FakeEntrata {
  /**
   * The companies and their properties, as they are now.
   *
   * @example
   * ```ts
   * for (const { subdomain, properties } of sandbox.companies) console.log(subdomain, properties.length);
   * ```
   */
  readonly companies: readonly SandboxCompany[];
  /** The partner credentials that the sandbox accepts. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };

  readonly #desk: Desk;
  readonly #ledger = new Ledger();
  readonly #approvals: Approval[] = [];

  /**
   * @throws RangeError, naming the option, for a number that makes no sense.
   * @throws TypeError, naming the option, for any other value that makes no sense and for a name that is no option.
   */
  constructor(options: FakeEntrataOptions = {}) {
    const settings = resolveSettings(options);
    const { clock, oauth, wire, quirks, codeLifeSeconds, tokenLifeSeconds } = settings;
    const directory = new Directory(settings.companies);
    this.companies = directory.companies;
    this.oauth = oauth;
    const clocks = new WallClocks();
    let lastId = 0;
    const state: SandboxState = {
      directory,
      calendar: new Calendar(clocks, settings.horizonDays),
      clocks,
      ledger: this.#ledger,
      approvals: this.#approvals,
      wire,
      quirks,
      nextId: () => {
        lastId += 1;
        return lastId;
      },
    };
    const grants = new OauthGrants({ codeSeconds: codeLifeSeconds, tokenSeconds: tokenLifeSeconds });
    this.#desk = {
      clock,
      state,
      routes: new RouteTable(wire),
      methods: new MethodTable(wire),
      tokens: { grants, partner: oauth, tokenLifeSeconds, method: wire.token?.method ?? 'getAccessToken' },
      quota: settings.quota && new Quota(settings.quota),
      faults: new Faults(),
      journal: new Journal(settings.journalLimit),
    };
  }

  /**
   * A sandbox that answers as Entrata did when `entrata probe --record` wrote the folder: to the same calls in the same
   * shapes, with made-up values. What was not recorded it answers as any other sandbox. Its one company has the property that
   * was recorded, as `companies` says; the `wire` is to be the one that was probed.
   *
   * @example
   * const sandbox = FakeEntrata.fromRecording('test/recording');
   * const [company] = sandbox.companies;
   * @throws TypeError for a folder that holds no recording.
   */
  static fromRecording(
    folder: string,
    options: Omit<FakeEntrataOptions, 'companies' | 'quirks'> = {},
  ): FakeEntrata {
    const recorded = new RecordedReplies(folder);
    const { cid, subdomain, propertyId } = recorded.summary;
    const [city] = demoCities;
    if (city === undefined) throw new Error('No demo city');
    const properties = [{ ...makeProperty(700001, 'Recorded Place', city), id: propertyId }];
    const fake = new FakeEntrata({
      ...options,
      companies: [makeCompany({ cid, subdomain, name: 'Recorded Company', properties })],
    });
    fake.#desk.recorded = recorded;
    return fake;
  }

  /** Leads and appointments that were taken. */
  get ledger(): LedgerView {
    return this.#ledger;
  }

  /** Requests that were received, oldest first, the last `journalLimit` of them. */
  get journal(): readonly JournalEntry[] {
    return this.#desk.journal.entries;
  }

  /** Answers to ACTIVATIONs that were received, oldest first. */
  get approvals(): readonly Approval[] {
    return this.#approvals;
  }

  /**
   * Answers a request to a real host (`https://demo.entrata.com/api/ils/internetlisting`) or to the paths of
   * {@link FakeEntrata.listen}. Rejects as `fetch` does: when a fault drops the connection, and when the request's
   * signal aborts.
   *
   * @example
   * ```ts
   * // In process, without sockets:
   * const http = fetchHttp((url, init) => sandbox.handle(new Request(url, init)));
   * const entrata = createEntrata({ http, oauth: sandbox.oauth, wire: { ils: inventedIlsWire } });
   * ```
   */
  handle(request: Request): Promise<Response> {
    const { signal } = request;
    const answer = async () =>
      writeWebResponse(await receive(this.#desk, await readWebRequest(request)), signal);
    return orAborted(answer(), signal);
  }

  /**
   * Serves over HTTP. Close it when done. `POST /sandbox/codes?cid=4101` issues a code to another process.
   *
   * @param where `port`: any free one unless given. `host`: `127.0.0.1` unless given.
   * @example
   * ```ts
   * const server = await sandbox.listen({ port: 4020 });
   * const entrata = createEntrata({ oauth: sandbox.oauth, ...server.options });
   * await server.close();
   * ```
   * @throws RangeError or TypeError, naming the option; what node:http throws when the port is taken (`EADDRINUSE`).
   */
  async listen(where: { readonly port?: number; readonly host?: string } = {}): Promise<SandboxServer> {
    checkFields('', where, { port: 65_535, host: 'text' });
    const issue = (subdomain: string) => this.issueCode(subdomain);
    const answer = async (request: SandboxRequest) =>
      answerCodeDesk(request, this.companies, issue) ?? receive(this.#desk, request);
    return listen(answer, this.#desk.state.wire, where);
  }

  /**
   * A fresh authorisation code of a company: single use, and it lives for `codeLifeSeconds`.
   *
   * @example
   * ```ts
   * const { accessToken } = await entrata.oauth.exchangeCode({ code: sandbox.issueCode('demo') });
   * ```
   * @throws Error for an unknown company, naming those that there are.
   */
  issueCode(subdomain: string): string {
    return this.#desk.tokens.grants.issueCode(this.#company(subdomain), this.#desk.clock.now());
  }

  /**
   * A token of a company without the exchange, for tests that are not about it.
   *
   * @example
   * ```ts
   * const client = entrata.client({ subdomain: 'demo', auth: bearer(sandbox.issueToken('demo')) });
   * ```
   * @throws Error for an unknown company, naming those that there are.
   */
  issueToken(subdomain: string): string {
    return this.#desk.tokens.grants.issueToken(this.#company(subdomain), this.#desk.clock.now());
  }

  /**
   * Makes every token of a company invalid, as when access is withdrawn.
   *
   * @example
   * ```ts
   * sandbox.revokeTokens('demo');
   * await client.getProperties(); // throws `unauthorized`, with `reauthorize`
   * ```
   * @throws Error for an unknown company, naming those that there are.
   */
  revokeTokens(subdomain: string): void {
    this.#desk.tokens.grants.revokeTokens(this.#company(subdomain));
  }

  /**
   * The query of a webhook, as {@link FakeEntrata.sendWebhook} would send it; with a fresh code where one belongs.
   *
   * @example
   * ```ts
   * const query = sandbox.webhookQuery({ requestType: 'ACTIVATION', subdomain: 'demo', propertyId: '700001' });
   * entrata.webhooks.parse(query).action; // 'activate'
   * ```
   * @throws TypeError or RangeError, naming the field that makes no sense; Error for an unknown company.
   */
  webhookQuery(webhook: WebhookToSend): string {
    checkFields('', webhook, webhookFields);
    if (webhook.requestType === undefined) throw new TypeError('requestType is missing');
    const company = this.#desk.state.directory.require(webhook);
    const withCode = webhook.withCode ?? (webhook.code !== undefined || webhook.requestType === 'ACTIVATION');
    const code = withCode ? (webhook.code ?? this.issueCode(company.subdomain)) : undefined;
    return webhookQuery(company, webhook, code, this.#desk.state.wire.webhook?.parameters ?? {});
  }

  /**
   * Calls a partner's webhook as Entrata does, with GET unless the profile says otherwise, and returns the partner's answer,
   * whatever its status.
   *
   * @example
   * ```ts
   * const webhook = { requestType: 'ACTIVATION', subdomain: 'demo', propertyId: '700001' };
   * const { status, body } = await sandbox.sendWebhook('http://127.0.0.1:4010/webhooks/entrata/secret', webhook);
   * ```
   * @throws What {@link FakeEntrata.webhookQuery} throws; what `fetch` throws when no answer comes within `timeoutMs`.
   */
  async sendWebhook(webhookUrl: string, webhook: WebhookToSend): Promise<WebhookAnswer> {
    const [usual = 'GET'] = this.#desk.state.wire.webhook?.methods ?? [];
    const { method = usual, timeoutMs = 30_000 } = webhook;
    return callWebhook(webhookUrl, this.webhookQuery(webhook), { method, timeoutMs });
  }

  /**
   * Scripts a fault; the first script that matches a request wins.
   *
   * @example
   * ```ts
   * const fault = sandbox.fail({ method: 'sendLeads', fault: { kind: 'lose_reply' } });
   * await client.sendLead(lead).catch(({ outcome }) => outcome); // 'unknown', though the lead is in the ledger
   * fault.hits; // 1
   * ```
   * @throws TypeError or RangeError, naming the field that makes no sense.
   */
  fail(script: FaultScript): ScriptedFault {
    return this.#desk.faults.add(script);
  }

  /**
   * Ends every scripted fault.
   *
   * @example
   * ```ts
   * sandbox.clearFaults();
   * ```
   */
  clearFaults(): void {
    this.#desk.faults.clear();
  }

  /**
   * As if nothing had happened: no bookings, approvals, journal and faults, quota unused, every property as it
   * was given. Tokens stay valid, so that clients which are connected go on working.
   *
   * @example
   * ```ts
   * sandbox.reset(); // before each test
   * ```
   */
  reset(): void {
    const { state, faults, journal, quota } = this.#desk;
    this.#ledger.clear();
    this.#approvals.length = 0;
    faults.clear();
    journal.clear();
    quota?.clear();
    state.directory.restore();
  }

  /**
   * Gives a property other data from now on, such as another rent or name; `reset` takes it back.
   *
   * @example
   * ```ts
   * sandbox.changeProperty('demo', '700001', { name: 'Elm Court' });
   * ```
   * @throws Error for an unknown company or property; TypeError or RangeError for what no property could be.
   */
  changeProperty(subdomain: string, propertyId: string, changes: Partial<Omit<SandboxProperty, 'id'>>): void {
    this.#desk.state.directory.change(subdomain, propertyId, changes);
  }

  /**
   * Takes a property out of the company: Entrata then refuses it (its error 311).
   *
   * @example
   * ```ts
   * sandbox.removeProperty('demo', '700001');
   * ```
   * @throws Error for an unknown company or property.
   */
  removeProperty(subdomain: string, propertyId: string): void {
    this.#desk.state.directory.remove(subdomain, propertyId);
  }

  #company(subdomain: string): SandboxCompany {
    return this.#desk.state.directory.require({ subdomain });
  }
}
