import { nameOf } from '../doctor/finding.js';
import { UsageError } from '../terminal.js';

/** A code of a sandbox, and whose it is. */
export interface IssuedCode {
  readonly code: string;
  readonly subdomain: string;
  readonly companyName: string;
}

/** Has a sandbox that runs issue a code for its company with this cid. */
export async function askForCode(sandbox: string, cid: string): Promise<IssuedCode> {
  const url = `${sandbox.replace(/\/+$/, '')}/sandbox/codes?cid=${encodeURIComponent(cid)}`;
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new Error(`--sandbox: it does not answer: ${nameOf(error)}. Start one with \`entrata sandbox\`.`);
  }
  const issued: unknown = await response.json().catch(() => undefined);
  if (response.status === 404 && issued !== undefined)
    throw new UsageError('--cid: the sandbox has no such company. It prints those it has when it starts.');
  if (!response.ok || !isIssued(issued)) throw new Error('--sandbox: no sandbox of this version is there.');
  return issued;
}

function isIssued(given: unknown): given is IssuedCode {
  if (typeof given !== 'object' || given === null) return false;
  return ['code', 'subdomain', 'companyName'].every((key) => typeof Reflect.get(given, key) === 'string');
}
