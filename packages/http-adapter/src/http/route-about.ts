import type { z } from 'zod';
import type { ProblemCode } from '../core/adapter-error.js';

/** What a route says of itself in `/openapi.json`: the schemas are the very ones that validate and render. */
export interface RouteAbout {
  readonly summary: string;
  readonly tag: 'tours' | 'operator' | 'houses' | 'existing app' | 'administrator' | 'Entrata' | 'health';
  /** Whose token it takes; absent: anybody may ask. */
  readonly role?: 'user' | 'operator' | 'admin';
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** What a success returns, by status. */
  readonly responses: Readonly<Record<number, z.ZodType>>;
  /** Codes of the errors a caller should expect beside those every route has. */
  readonly problems?: readonly ProblemCode[];
  /** How an error looks, as `application/json`. Default: `application/problem+json`. */
  readonly problem?: z.ZodType;
  readonly takesIdempotencyKey?: boolean;
}
