import { z } from 'zod';
import { requireRole } from '../auth/require-role.js';
import { readQuery } from '../http/fields.js';
import { checkCursor, parseInput } from '../http/read-input.js';
import type { AdapterResponse } from '../http/request-response.js';
import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';

/** An endpoint for administrators alone; its input is the query together with the path's parameters. */
export function adminRoute<T extends z.ZodType>(
  context: AdminContext,
  method: 'GET' | 'POST',
  path: string,
  schema: T,
  answer: (input: z.output<T>) => Promise<AdapterResponse>,
  {
    status = 200,
    answered = z.unknown(),
  }: { readonly status?: 200 | 202; readonly answered?: z.ZodType } = {},
): Route {
  return {
    methods: [method],
    path,
    about: {
      summary: `${method === 'GET' ? 'Read' : 'Change'} ${path.slice('/api/admin/'.length).replaceAll('/', ' ')}`,
      tag: 'administrator',
      role: 'admin',
      query: schema,
      answers: { [status]: answered },
      ...(path.includes(':') ? { problems: ['not_found', 'state_conflict'] } : {}),
    },
    handle: async (exchange) => {
      await requireRole(context, exchange, {}, ['admin']);
      const input = parseInput(schema, { ...readQuery(exchange.request), ...exchange.params });
      return checkCursor(input, () => answer(input));
    },
  };
}
