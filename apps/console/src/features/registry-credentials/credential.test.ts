import { expect, test } from 'vitest';
import { credentialTwin, registryOf } from './credential.ts';

test.each([
  ['https://Harbor.example.com/v2/', 'harbor.example.com'],
  ['harbor.example.com:8443/library/nginx:1.27', 'harbor.example.com:8443'],
  [' localhost:5000 ', 'localhost:5000'],
])('%s is at %s', (pasted, registry) => expect(registryOf(pasted)).toBe(registry));

test('the terminal’s form of a credential holds no password', () => {
  const fields = { name: 'harbor', registry: 'h', username: 'u', password: 'hunter2', certificate: '' };
  const texts = JSON.stringify([credentialTwin(fields, 'http://c'), credentialTwin(fields, 'http://c', 4)]);
  expect(texts).not.toContain('hunter2');
  expect(texts).toContain('PATCH http://c/api/v2/registry-credentials/4');
});
