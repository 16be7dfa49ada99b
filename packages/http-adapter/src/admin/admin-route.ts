import type { z } from 'zod';
import { requireRole } from '../auth/require-role.js';
import { readQuery } from '../http/fields.js';
import { checkCursor, parseInput } from '../http/read-input.js';
import { jsonResponse } from '../http/request-response.js';
import type { Route } from '../http/router.js';
import type { AdminContext } from './admin-context.js';

/** An endpoint for administrators alone; its input is the query together with the path's parameters. */
export function adminRoute<Input extends z.ZodType, Output extends z.ZodType>(
  context: AdminContext,
  method: 'GET' | 'POST',
  path: string,
  {
    input: inputSchema,
    response,
    status = 200,
  }: { readonly input: Input; readonly response: Output; readonly status?: 200 | 202 },
  answer: (input: z.output<Input>) => Promise<z.output<Output>>,
): Route {
  return {
    methods: [method],
    path,
    about: {
      summary: `${method === 'GET' ? 'Read' : 'Change'} ${path.slice('/api/admin/'.length).replaceAll('/', ' ')}`,
      tag: 'administrator',
      role: 'admin',
      query: inputSchema,
      responses: { [status]: response },
      ...(path.includes(':') ? { problems: ['not_found', 'state_conflict'] } : {}),
    },
    handle: async (exchange) => {
      await requireRole(context, exchange, {}, ['admin']);
      const input = parseInput(inputSchema, { ...readQuery(exchange.request), ...exchange.params });
      return jsonResponse(status, await checkCursor(input, () => answer(input)));
    },
  };
}
