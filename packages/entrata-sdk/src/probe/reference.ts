import { type Auth, apiKey, basic, bearer } from '../auth.js';
import { createEntrata } from '../entrata.js';
import { fetchHttp } from '../http/fetch.js';
import { inventedIlsWire } from '../profile/invented-ils-wire.js';
import type { WireProfile } from '../profile/wire-profile.js';
import {
  demoCities,
  FakeEntrata,
  makeCompany,
  makeProperty,
  type SandboxCompany,
  usualTours,
} from '../testing/index.js';
import { addFacts, type EnvelopeFacts } from './envelope-facts.js';
import { speakableBySandbox } from './hook-results.js';
import { labelsOf } from './labels.js';
import { nothingForm, saysUnsupported } from './nothing-form.js';
import { Session, type StepRun } from './session.js';
import { addShape, type Shape } from './shape.js';
import type { Step } from './steps.js';
import type { Exchange } from './watch.js';

/** What the plain sandbox says: what is published, as far as it is. */
export class Reference {
  /** Shapes of results by the wire's method, and of this package's own results by the operation. */
  readonly results = new Map<string, Shape>();
  readonly outputs = new Map<string, Shape>();
  /** How each wire's method says that there is nothing. */
  readonly nothing = new Map<string, Set<string>>();
  /** What stands around good results; and around errors, by the operation. */
  readonly envelope: EnvelopeFacts = new Map();
  readonly refusals = new Map<string, EnvelopeFacts>();
  /** How the zone of tour times fits the property, by the operation. */
  readonly labels = new Map<string, Set<string>>();

  /** The shape of the results of a method; empty where it is not known. */
  resultOf({ method, version }: Exchange): Shape {
    return entry(this.results, methodKey({ method, version }), (): Shape => new Map());
  }

  nothingOf({ method, version }: Exchange): Set<string> {
    return entry(this.nothing, methodKey({ method, version }), () => new Set());
  }

  outputOf(operation: string): Shape {
    return entry(this.outputs, operation, (): Shape => new Map());
  }

  refusalOf(operation: string): EnvelopeFacts {
    return entry(this.refusals, operation, (): EnvelopeFacts => new Map());
  }

  labelsOf(operation: string): Set<string> {
    return entry(this.labels, operation, () => new Set());
  }

  /** Learns from what a step did with the sandbox. */
  learn({ step, exchanges, result }: StepRun, session: Session): void {
    for (const exchange of exchanges) {
      if (step.isRefused) {
        addFacts(this.refusalOf(step.operation), exchange);
        continue;
      }
      if (saysUnsupported(exchange)) continue;
      const form = nothingForm(exchange);
      if (form !== undefined) this.nothingOf(exchange).add(form);
      else addShape(this.resultOf(exchange), exchange.result);
      if (exchange.result !== undefined) addFacts(this.envelope, exchange);
    }
    if (result) addShape(this.outputOf(step.operation), plain(result.output));
    for (const label of labelsOf(step.slotsOf?.(session.found), session.found.listing)) {
      this.labelsOf(step.operation).add(label);
    }
  }
}

const methodKey = ({ method, version = '' }: Pick<Exchange, 'method' | 'version'>) => `${method} ${version}`;

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Plain data: what is undefined is absent. */
export const plain = (output: unknown): unknown => JSON.parse(JSON.stringify(output ?? null));

const { getLeadPickLists } = inventedIlsWire;
const leadPickLists = getLeadPickLists && { getLeadPickLists };

/** Runs the steps on a plain sandbox that speaks the profile, on properties of each kind. */
export async function learnReference(
  steps: readonly Step[],
  kind: Auth['kind'],
  profile: WireProfile,
): Promise<Reference> {
  const spoken = speakableBySandbox(profile);
  // Leads are made and cancelled over it, whatever the profile lacks.
  const wire: WireProfile = { ...spoken, ils: { ...leadPickLists, ...(spoken.ils ?? inventedIlsWire) } };
  const company = everyKind();
  const sandbox = new FakeEntrata({ companies: [company], wire });
  const auth = credentialOf(kind, company, sandbox);
  const fetch: typeof globalThis.fetch = (input, init) => sandbox.handle(new Request(input, init));
  const reference = new Reference();
  for (const { id, tours, floorPlans } of company.properties) {
    const { subdomain } = company;
    if (tours && floorPlans.length > 0) {
      for (const kindOfLead of ['bearer', 'apiKey'] as const) {
        const credential = credentialOf(kindOfLead, company, sandbox);
        await bookAndCancel(fetch, wire, { auth: credential, subdomain, propertyId: id });
      }
    }
    const session = new Session({ entrata: { wire }, subdomain, auth, propertyId: id, fetch });
    for (const step of steps) {
      if (step.only?.includes(kind) !== false) reference.learn(await session.run(step), session);
    }
    await session.close();
  }
  return reference;
}

function everyKind(): SandboxCompany {
  const [first, second = first] = demoCities;
  if (first === undefined || second === undefined) throw new Error('the sandbox has no cities');
  const closed = { ...usualTours, closedWeekdays: [0, 1, 2, 3, 4, 5, 6] };
  return makeCompany({
    cid: '4101',
    subdomain: 'reference',
    properties: [
      makeProperty(700001, 'Conventional Place', first),
      makeProperty(700002, 'Student Place', second, { type: 'Student' }),
      makeProperty(700003, 'Empty Place', first, { floorPlans: [], tours: closed }),
      makeProperty(700004, 'Untoured Place', first, { tours: 'unsupported' }),
    ],
  });
}

function credentialOf(
  kind: Auth['kind'],
  { subdomain, ...company }: SandboxCompany,
  sandbox: FakeEntrata,
): Auth {
  switch (kind) {
    case 'bearer':
      return bearer(sandbox.issueToken(subdomain));
    case 'apiKey':
      return apiKey(company.apiKey);
    case 'basic':
      return basic(company.basic.username, company.basic.password);
  }
}

/** An enquiry, a tour that stands and one that was cancelled: what leads there may be, whatever the steps do. */
async function bookAndCancel(
  fetch: typeof globalThis.fetch,
  wire: WireProfile,
  { auth, subdomain, propertyId }: { auth: Auth; subdomain: string; propertyId: string },
): Promise<void> {
  const entrata = createEntrata({ http: fetchHttp(fetch), wire });
  const client = entrata.client({ subdomain, auth });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const { slots } = await client.getTourAvailability({ propertyId, from: day(1), to: day(9) });
  const { eventResults, leadSources } = await client.getLeadPickLists({ propertyId });
  const [source] = leadSources;
  const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
  await client.sendLead({ propertyId, person, ...(source && { leadSource: source }) });
  const cancelled = eventResults.find(({ name }) => name === 'Cancelled');
  for (const [index, slot] of slots.slice(0, 2).entries()) {
    const { leadId } = await client.sendLead({
      propertyId,
      person: { ...person, phone: '5555550100' },
      slot: slot.raw,
    });
    const [event] = await client.findLeadEvents({ propertyId, leadId });
    if (index === 0 || event?.id === undefined || cancelled === undefined) continue;
    const change = { kind: 'cancel', eventId: event.id, eventResultId: cancelled.id } as const;
    await client.updateLead({ propertyId, leadId, change });
  }
  await entrata.close();
}
