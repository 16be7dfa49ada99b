import type { Auth } from '../auth.js';
import { normalizeSubdomain } from '../wire/subdomain.js';
import type { Context } from './context.js';

/** Whom a client's calls go to, and as whom. */
export interface Target {
  readonly context: Context;
  readonly subdomain: string;
  readonly auth: Auth;
}

export function clientTarget(context: Context, subdomain: string, auth: Auth): Target {
  return { context, subdomain: normalizeSubdomain(subdomain), auth };
}
