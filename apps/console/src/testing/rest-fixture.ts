import { once } from 'node:events';
import { createServer } from 'node:http';
import { silentLog } from '@damselfly/core/node';
import { routes } from '../server/rest/routes/table.ts';
import { createRestServer, type RestNeeds } from '../server/rest/server.ts';
import { client, startFixture } from './console-fixture.ts';

/** The REST surface on a free port, over a database of its own, with a token of root for every scope. */
export async function startRest(change: Partial<RestNeeds> = {}) {
  const fixture = await startFixture();
  const { services } = fixture;
  const rest = createRestServer({
    ...{ routes, services, log: silentLog(), session: async () => undefined },
    token: (secret, from) => services.accounts.viewerOfToken(secret, { ...from, ip: client.ip }),
    ...change,
  });
  const server = createServer((request, response) => {
    if (!rest.handle(request, response)) response.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const base = `http://127.0.0.1:${address.port}`;
  const { sessionId } = await services.accounts.signIn('root', 'a-password-for-tests', client);
  const root = await services.accounts.viewer(sessionId, client);
  if (root === undefined) throw new Error('root is not signed in');
  const tokenOf = async (name: string, scopes: readonly string[]) => {
    const expiresAt = new Date(Date.now() + 3600e3);
    return (await services.tokens.create(root, { name, scopes, expiresAt })).secret;
  };
  return {
    ...fixture,
    base,
    root,
    tokenOf,
    ask: async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const init = body === undefined ? {} : { body: text };
      const response = await fetch(base + path, {
        ...{ method, ...init },
        headers: { 'Content-Type': 'application/json', ...headers },
      });
      const answer = await response.text();
      const type = response.headers.get('content-type') ?? '';
      const json = /\/(problem\+)?json/.test(type) ? (JSON.parse(answer) as unknown) : answer;
      return { status: response.status, headers: response.headers, body: json };
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await fixture.close();
    },
  };
}

export type RestFixture = Awaited<ReturnType<typeof startRest>>;
