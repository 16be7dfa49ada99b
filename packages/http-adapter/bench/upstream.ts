import { FakeEntrata, makeCompany, type SandboxServer } from 'entrata-sdk/testing';

/** One company at an Entrata that takes its time. */
export interface UpstreamConfig {
  readonly cid: string;
  readonly properties: number;
  readonly latencyMs: number;
}

export interface Upstream {
  readonly sandbox: SandboxServer['options'];
  readonly token: string;
}

const { cid, properties, latencyMs } = JSON.parse(process.argv[2] ?? '') as UpstreamConfig;
const company = makeCompany({ cid, properties });
const entrata = new FakeEntrata({ companies: [company], journalLimit: 1 });
if (latencyMs > 0) entrata.fail({ times: Number.POSITIVE_INFINITY, fault: { kind: 'delay', ms: latencyMs } });
const server = await entrata.listen();
const upstream: Upstream = { sandbox: server.options, token: entrata.issueToken(company.subdomain) };
process.send?.(upstream);
