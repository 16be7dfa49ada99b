import { z } from 'zod';
import { AdapterError, type ProblemCode } from '../core/adapter-error.js';
import { problemDetailsSchema } from './problem-details.js';
import { idempotencyKeySchema } from './request-schemas.js';
import type { RouteAbout } from './route-about.js';
import type { Route } from './router.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of all routes that describe themselves. */
export function buildOpenApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (route.about === undefined) continue;
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    for (const method of route.methods) {
      // A HEAD request is answered like GET without the body; nothing is to be said about it.
      if (method === 'HEAD') continue;
      paths[path] = { ...paths[path], [method.toLowerCase()]: describe(route, method, route.about) };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Entrata adapter', version: '1', description: 'Tour times, bookings and dashboards.' },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: toSchema(problemDetailsSchema, 'output') },
    },
  };
}

function describe(route: Route, method: 'GET' | 'POST', about: RouteAbout): Json {
  const { summary, tag, role, query, body, responses, problems = [], takesIdempotencyKey } = about;
  const inQuery = query === undefined || (method === 'POST' && body !== undefined) ? [] : parametersOf(query);
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => parameter(String(name), 'path', true));
  const key = {
    ...parameter('idempotency-key', 'header', false),
    schema: toSchema(idempotencyKeySchema, 'input'),
  };
  const expected: ProblemCode[] = [
    ...(query === undefined && body === undefined ? [] : (['invalid_request'] as const)),
    ...(role === undefined ? [] : (['unauthorized', 'forbidden'] as const)),
    ...problems,
    'unavailable',
  ];
  return {
    summary,
    tags: [tag],
    operationId: `${method.toLowerCase()}${route.path.replaceAll(/[^A-Za-z]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    ...(role === undefined ? {} : { security: [{ bearer: [] }] }),
    parameters: [
      ...inPath,
      // What the path holds is not repeated.
      ...inQuery.filter(({ name }) => !inPath.some((other) => other.name === name)),
      ...(takesIdempotencyKey ? [key] : []),
    ],
    ...(body === undefined || method === 'GET' ? {} : { requestBody: requestBody(body) }),
    responses: { ...successes(responses), ...failures(expected, about.problem) },
  };
}

function parametersOf(query: z.ZodType): { name: string }[] {
  const { properties = {}, required = [] } = toSchema(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    ...parameter(name, 'query', required.includes(name)),
    schema,
  }));
}

function parameter(name: string, place: 'path' | 'query' | 'header', required: boolean) {
  return { name, in: place, required, schema: { type: 'string' } as Json };
}

function requestBody(body: z.ZodType): Json {
  const schema = toSchema(body, 'input');
  const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'];
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function successes(responses: RouteAbout['responses']): Json {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      { description: 'Done', content: { 'application/json': { schema: toSchema(response, 'output') } } },
    ]),
  );
}

/** One response per status, naming the codes that share it. */
function failures(codes: readonly ProblemCode[], problem: z.ZodType | undefined): Json {
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const { status, title } = new AdapterError(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}`]);
  }
  const content =
    problem === undefined
      ? { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
      : { 'application/json': { schema: toSchema(problem, 'output') } };
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [status, { description: lines.join('; '), content }]),
  );
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io });
  return json;
}
