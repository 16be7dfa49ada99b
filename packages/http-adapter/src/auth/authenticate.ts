import type { AdapterRequest } from '../http/request-response.js';

/** Who is asking. `userId` is an id of the store's users. */
export type Principal =
  | { readonly role: 'user'; readonly userId: string }
  | { readonly role: 'operator'; readonly userId: string; readonly operatorId: string }
  | { readonly role: 'admin'; readonly userId: string };

/**
 * Tells who sent a request; undefined when nobody can be told, which is answered 401. It may read headers
 * and the body's fields (the existing app sends its token in the body field `jwt`).
 */
export type Authenticate = (
  request: AdapterRequest,
  fields: Readonly<Record<string, unknown>>,
) => Promise<Principal | undefined>;
