import type { Auth } from '../auth.js';
import type { Context } from '../context.js';
import type { Operations } from '../operations/loaded.js';
import { normalizeSubdomain } from '../operations/subdomain.js';

/** Whom a client's calls go to, and as whom. */
export interface Target {
  readonly context: Context;
  readonly subdomain: string;
  readonly auth: Auth;
  /** The operations, loaded at the first call so that importing the package stays cheap. */
  load(): Promise<Operations>;
}

export function clientTarget(context: Context, subdomain: string, auth: Auth): Target {
  return { context, subdomain: normalizeSubdomain(subdomain), auth, load: context.load };
}
