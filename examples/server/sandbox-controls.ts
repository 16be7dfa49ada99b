import type { FakeEntrata, Fault, ScriptedFault } from 'entrata-sdk/testing';
import { z } from 'zod';
import type { OwnAnswer, OwnRoute } from './own-routes.js';

/** How the page may let the sandbox fail. */
const faults = {
  lose_reply: { kind: 'lose_reply' },
  delay: { kind: 'delay', ms: 3_000 },
  late: { kind: 'delay', ms: 15_000, afterCommit: true },
  reset: { kind: 'reset' },
  cut_body: { kind: 'cut_body' },
  too_many: { kind: 'status', status: 429, retryAfter: '2' },
  status: { kind: 'status', status: 500 },
  html: { kind: 'html' },
  error: { kind: 'error', code: 316, message: 'The sandbox was told to refuse' },
} as const satisfies Record<string, Fault>;

const webhookFields = z.object({
  cid: z.string(),
  propertyId: z.string(),
  requestType: z.string().min(1).max(64),
  /** Whether the webhook is sent to the URL with the secret. */
  isProven: z.boolean(),
  /** Whether a fresh code travels along; left out, with an ACTIVATION only. */
  withCode: z.boolean().optional(),
});

const faultFields = z.object({
  kind: z.enum(Object.keys(faults) as (keyof typeof faults)[]),
  method: z.string().min(1).max(64),
  times: z.number().int().min(1).max(1_000),
});

interface Scripted {
  readonly id: number;
  readonly kind: string;
  readonly method: string;
  readonly times: number;
  readonly script: ScriptedFault;
}

/** How many of the last calls are told. */
const callsShown = 30;

/** Lets the page look into a sandbox of this process, have it send webhooks, and have it fail. */
export function sandboxControls(sandbox: FakeEntrata, webhookUrl: () => string): OwnRoute[] {
  const scripted: Scripted[] = [];
  return [
    { method: 'GET', path: '/dev/sandbox', answer: async () => ok(render(sandbox, scripted)) },
    {
      method: 'POST',
      path: '/dev/sandbox/webhooks',
      async answer({ fields }) {
        const asked = webhookFields.safeParse(fields);
        if (!asked.success || !isKnown(sandbox, asked.data)) return refused;
        const { isProven, withCode, ...webhook } = asked.data;
        const url = isProven ? webhookUrl() : webhookUrl().replace(/\/[^/]*$/, '');
        const coded = withCode === undefined ? webhook : { ...webhook, withCode };
        const { status, body } = await sandbox.sendWebhook(url, coded);
        return ok({ status, answer: body });
      },
    },
    {
      method: 'POST',
      path: '/dev/sandbox/faults',
      async answer({ fields }) {
        const asked = faultFields.safeParse(fields);
        if (!asked.success) return refused;
        const { kind, method, times } = asked.data;
        const script = sandbox.fail({ method, times, fault: faults[kind] });
        scripted.push({ id: scripted.length, kind, method, times, script });
        return ok({});
      },
    },
    {
      method: 'POST',
      path: '/dev/sandbox/faults/clear',
      async answer() {
        sandbox.clearFaults();
        scripted.length = 0;
        return ok({});
      },
    },
  ];
}

const refused: OwnAnswer = { status: 400, body: { message: 'The sandbox cannot do that' } };
const ok = (body: unknown): OwnAnswer => ({ status: 200, body });

function isKnown({ companies }: FakeEntrata, { cid, propertyId }: z.output<typeof webhookFields>): boolean {
  const company = companies.find((each) => each.cid === cid);
  return company?.properties.some(({ id }) => id === propertyId) ?? false;
}

function render(sandbox: FakeEntrata, scripted: readonly Scripted[]) {
  return {
    companies: sandbox.companies.map(({ cid, name, subdomain, properties }) => ({
      cid,
      name,
      subdomain,
      properties: properties.slice(0, 200).map(({ id, name, city }) => ({ id, name, city })),
    })),
    faults: scripted.map(({ script, ...fault }) => ({ ...fault, hits: script.hits })),
    calls: sandbox.journal
      .slice(-callsShown)
      .reverse()
      .map(({ at, method, subdomain, status, errorCode, fault }) => ({
        at,
        method: method ?? null,
        subdomain: subdomain ?? null,
        status,
        errorCode: errorCode ?? null,
        fault: fault ?? null,
      })),
    leads: sandbox.ledger.leads.length,
    appointments: sandbox.ledger.appointments.length,
  };
}
