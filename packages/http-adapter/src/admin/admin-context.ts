import type { AuthContext } from '../auth/require-role.js';
import type { WebhookContext } from '../webhook/webhook-context.js';

/** What the administrator's endpoints are given. */
export interface AdminContext extends WebhookContext, AuthContext {}
