import { type NewClient, textWidths } from 'entrata-store';
import { cleanLine } from '../core/clean-text.js';
import { describeError } from '../core/describe-error.js';
import type { WebhookContext } from './webhook-context.js';

/** What a new client, its operator and its agent are called. */
export interface ClientNames {
  readonly companyName: string;
  readonly agent: NewClient['agent'];
}

interface Company {
  readonly cid: string;
  readonly subdomain: string;
  /** The first that is a name counts. */
  readonly companyNames: readonly (string | undefined)[];
}

const { operators, clients, users } = textWidths;
const companyWidth = Math.min(operators.name, clients.companyName, users.companyName, users.name);

/**
 * The names to store a company under, from what is wished to what any table takes: the code is spent by then, and
 * a name that a mapped column refuses shall not cost the token. Never empty.
 */
export function clientNames(
  context: WebhookContext,
  { cid, subdomain, companyNames }: Company,
): readonly ClientNames[] {
  const companyName = companyNames.map((name) => cleanLine(name, companyWidth)).find(Boolean) ?? subdomain;
  const agent = agentOf(context, { cid, subdomain, companyName });
  const plain =
    companyName
      .normalize('NFKD')
      .replace(/[^ -~]/g, '')
      .slice(0, 40)
      .trim() || subdomain;
  const byName = (name: string): ClientNames => ({ companyName: name, agent: { name } });
  return [{ companyName, agent }, byName(companyName), byName(plain), byName(subdomain.slice(0, 20))];
}

/** What `newAgent` makes, as far as it is usable; it may throw, and its texts may be anything. */
function agentOf(
  { webhook, logger }: WebhookContext,
  company: { readonly cid: string; readonly subdomain: string; readonly companyName: string },
): NewClient['agent'] {
  const { companyName } = company;
  try {
    const made: { readonly [K in keyof NewClient['agent']]?: unknown } = webhook.newAgent?.(company) ?? {};
    const email = cleanLine(made.email, users.email + 1);
    return {
      name: cleanLine(made.name, users.name) ?? companyName,
      // Half an address would be somebody else's.
      email: email !== undefined && email.length <= users.email ? email : undefined,
      phone: cleanLine(made.phone, users.phone),
    };
  } catch (error) {
    logger.error(
      { cid: company.cid, ...describeError(error) },
      'newAgent failed: the agent is named like the company',
    );
    return { name: companyName };
  }
}
