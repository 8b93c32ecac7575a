import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { Route } from './route.ts';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
const dragonflyError = z
  .object({ message: z.string().optional(), errors: z.string().optional() })
  .meta({ id: 'DragonflyError' });

/** The table of routes as an OpenAPI 3.1 document. */
export function openApiDocument(routes: readonly Route[], version: string): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method] = operationOf(route);
    paths[route.path] = operations;
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Damselfly',
      version,
      description:
        'Jobs, clusters and what belongs to them. `/api/v2` is the API of this console; `/oapi/v1` and `/api/v1` answer as Dragonfly’s manager does.',
    },
    security: [{ token: [] }, { tokenAsPassword: [] }, { accessToken: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        tokenAsPassword: { type: 'http', scheme: 'basic' },
        accessToken: { type: 'apiKey', in: 'query', name: 'access_token' },
      },
    },
    paths: paths as ZodOpenApiPathsObject,
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { tag, summary, params, query, body, answer, status = 200, dialect, permission, idempotent } = route;
  const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });
  const failure =
    dialect === 'v2' ? { content: { 'application/problem+json': { schema: problem } } } : json(dragonflyError);
  const key = z.object({ 'Idempotency-Key': z.string().max(128).optional() });
  return {
    tags: [tag],
    summary,
    ...(permission !== 'open' && { description: `Needs the permission ${permission.action} ${permission.subject}.` }),
    requestParams: { ...(params && { path: params }), ...(query && { query }), ...(idempotent && { header: key }) },
    ...(body && { requestBody: { required: true, ...json(body) } }),
    responses: {
      [String(status) as '200']: { description: 'Done', ...(answer && json(answer)) },
      '401': { description: 'Nobody, or a token that is not known', ...failure },
      '403': { description: 'Not allowed', ...failure },
      ...(params && { '404': { description: 'There is no such thing', ...failure } }),
      ...((body || query) && { '422': { description: 'A field is wrong; it is named', ...failure } }),
      ...(route.method !== 'get' && { '429': { description: 'Too many changes; see Retry-After' } }),
    },
  };
}
