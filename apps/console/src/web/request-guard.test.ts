import { describe, expect, test } from 'vitest';
import { maxBodyBytes, refuse } from './request-guard.ts';

const post = (headers: Record<string, string>) =>
  refuse({ method: 'POST', headers: { host: 'console:8080', ...headers } })?.status;

describe('requests that change something', () => {
  test.each([
    ['no browser', {}],
    ['its own page', { origin: 'http://console:8080' }],
    ['its own page behind a proxy that renames hosts', { origin: 'https://public', 'sec-fetch-site': 'same-origin' }],
    ['a body of the largest size', { 'content-length': String(maxBodyBytes) }],
  ])('come in from %s', (_, headers) => {
    expect(post(headers)).toBeUndefined();
  });

  test.each([
    [403, 'another site', { origin: 'http://evil.example' }],
    [403, 'another port of this host', { origin: 'http://console:9999' }],
    [403, 'a sandboxed page', { origin: 'null' }],
    [403, 'a browser that calls it cross-site', { 'sec-fetch-site': 'cross-site' }],
    [413, 'a body too long', { 'content-length': String(maxBodyBytes + 1) }],
    [411, 'a body without a length', { 'transfer-encoding': 'chunked' }],
  ])('are refused with %i from %s', (status, _, headers) => {
    expect(post(headers)).toBe(status);
  });
});

test('reading is open to links from elsewhere', () => {
  expect(
    refuse({ method: 'GET', headers: { 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' } }),
  ).toBeUndefined();
});
