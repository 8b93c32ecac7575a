import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { openApiDocument } from './openapi.ts';
import type { Route } from './route.ts';

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
};
/** Scripts are files of our own: nothing is inline and nothing comes from elsewhere. Swagger UI writes style attributes. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Damselfly API</title>
<link rel="stylesheet" href="/api-docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/api-docs/swagger-ui-bundle.js"></script><script src="/api-docs/start.js"></script></body>
</html>`;
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });`;

/** Serves `/openapi.json`, and below `/api-docs` a page to browse it. Says whether the request was for it. */
export function createApiPage(routes: readonly Route[], version: string) {
  let document: string | undefined;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (request.method !== 'GET' || (path !== '/openapi.json' && !/^\/api-docs(\/|$)/.test(path))) return false;
    response.setHeader('Content-Security-Policy', policy);
    if (path === '/openapi.json') {
      document ??= JSON.stringify(openApiDocument(routes, version));
      text(response, 'application/json', document);
    } else if (path === '/api-docs' || path === '/api-docs/') text(response, 'text/html; charset=utf-8', page);
    else if (path === '/api-docs/start.js') text(response, 'text/javascript', start);
    else asset(response, path.slice('/api-docs/'.length));
    return true;
  };
}

function text(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }).end(body);
}

function asset(response: ServerResponse, name: string): void {
  const type = assets[name];
  if (type === undefined) return void response.writeHead(404).end();
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=86400' });
  pipeline(createReadStream(join(folder, name)), response, () => undefined);
}
