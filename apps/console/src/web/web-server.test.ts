import { once } from 'node:events';
import { get } from 'node:http';
import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientAddressHeader, requestIdHeader } from '../server/client-address.ts';
import { type Pages, startWebServer, type WebServer } from './web-server.ts';

let server: WebServer;
beforeEach(async () => {
  server = await startWebServer({ ip: '127.0.0.1', port: 0, dev: false, log: silentLog() });
});
afterEach(() => server.close());

const pages = (handle: Pages['handle']): Pages => ({ handle, upgrade: async (_, socket) => void socket.destroy() });
const ask = (path: string, init: RequestInit = {}) => fetch(`http://${server.address}${path}`, init);

test('is not ready before there are pages, and healthy after, on every path that probes ask', async () => {
  expect((await ask('/healthz')).status).toBe(503);
  expect((await ask('/')).status).toBe(503);
  server.serve(pages(async (_, response) => void response.end()));
  for (const path of ['/healthz', '/healthy', '/health']) {
    const response = await ask(path);
    expect([response.status, await response.json()]).toEqual([200, 'OK']);
  }
});

test('gives pages a new nonce each, and the address of the sender whatever that claims', async () => {
  const seen: unknown[] = [];
  server.serve(
    pages(async ({ headers }, response) => {
      seen.push(headers[clientAddressHeader]);
      response.end(String(headers['content-security-policy']));
    }),
  );
  const claims = { headers: { [clientAddressHeader]: '8.8.8.8', 'content-security-policy': 'none' } };
  const [one, two] = [await ask('/', claims), await ask('/', claims)];
  const policy = one.headers.get('content-security-policy') ?? '';
  expect(await one.text()).toBe(policy);
  expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';/);
  expect(policy).toContain(`frame-ancestors 'none'`);
  expect(two.headers.get('content-security-policy')).not.toBe(policy);
  expect(seen).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(one.headers.get('x-content-type-options')).toBe('nosniff');
});

describe('behind a proxy', () => {
  const behind = async (publicUrl?: string) => {
    await server.close();
    const trustedProxies = ['127.0.0.0/8'];
    server = await startWebServer({
      ip: '127.0.0.1',
      port: 0,
      publicUrl,
      trustedProxies,
      dev: false,
      log: silentLog(),
    });
    server.serve(pages(async ({ headers }, response) => void response.end(JSON.stringify(headers))));
  };
  const seen = async (headers: Record<string, string>) => {
    const answer: unknown = await (await ask('/', { headers })).json();
    return answer as Record<string, string>;
  };

  test('the address that a trusted proxy names is the sender, and its headers go no further', async () => {
    await behind();
    const headers = await seen({ 'X-Forwarded-For': '6.6.6.6, 203.0.113.7', 'X-Forwarded-Host': 'evil.example' });
    expect(headers[clientAddressHeader]).toBe('203.0.113.7');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-forwarded'))).toEqual([]);
  });

  test('who came without encryption is sent to https, and changes nothing', async () => {
    await behind('https://console.example/base/');
    const plain = { 'X-Forwarded-Proto': 'http' };
    const answer = await ask('/tasks?x=1', { headers: plain, redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'https://console.example/base/tasks?x=1']);
    expect((await ask('/', { method: 'POST', headers: plain })).status).toBe(403);
    const encrypted = await ask('/', { headers: { 'X-Forwarded-Proto': 'https' } });
    expect([encrypted.status, encrypted.headers.get('strict-transport-security')]).toEqual([200, 'max-age=31536000']);
  });

  test('a path that begins like another host leads to no other host', async () => {
    await behind('https://console.example');
    const answer = await ask('//evil.example/x', { headers: { 'X-Forwarded-Proto': 'http' }, redirect: 'manual' });
    expect(new URL(answer.headers.get('location') ?? '').host).toBe('console.example');
  });
});

test('names every request, in the answer and to whoever handles it, whatever the sender claims', async () => {
  const seen: unknown[] = [];
  server.serve(
    pages(async ({ headers }, response) => {
      seen.push(headers[requestIdHeader]);
      response.end();
    }),
  );
  const answers = [await ask('/', { headers: { [requestIdHeader]: 'mine' } }), await ask('/')];
  expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual(seen);
  expect(new Set(seen).size).toBe(2);
  expect(seen).not.toContain('mine');
});

test('answers 500 without the text when a page throws', async () => {
  server.serve(pages(() => Promise.reject(new Error('hunter2'))));
  const response = await ask('/');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('hunter2');
});

test('closes though a stream of events is open', async () => {
  server.serve(pages(async (_, response) => void response.write('data: 1\n\n')));
  const request = get(`http://${server.address}/events`);
  const [response] = await once(request, 'response');
  response.on('error', () => undefined);
  const ended = new Promise((resolve) => response.once('close', resolve));
  await server.close();
  await ended;
});

test('a taken port is one sentence with the remedy', async () => {
  const port = Number(server.address.split(':')[1]);
  const second = startWebServer({ ip: '127.0.0.1', port, dev: false, log: silentLog() });
  await expect(second).rejects.toThrow(/another program has it; .*server\.port/);
});
