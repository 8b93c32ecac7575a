import { expect, test } from 'vitest';
import { curlOf, yamlOf } from './twin-text.ts';

test('a call becomes a command that a shell takes as it stands, without a token in it', () => {
  expect(curlOf({ method: 'POST', path: '/api/v2/webhooks', body: { name: "it's" } }, 'http://c:8080')).toBe(
    [
      'curl -X POST http://c:8080/api/v2/webhooks',
      '-H "Authorization: Bearer $DAMSELFLY_TOKEN"',
      '-H "Content-Type: application/json"',
      `-d '{"name":"it'\\''s"}'`,
    ].join(' \\\n  '),
  );
  expect(curlOf({ method: 'DELETE', path: '/a' }, 'http://c')).not.toContain('Content-Type');
  expect(curlOf({ method: 'GET', path: '/a?b=1&c=2' }, 'http://c')).toContain("'http://c/a?b=1&c=2'");
});

test('data becomes YAML: nested, empty, and texts that could be read as something else', () => {
  const value = { name: 'edge', on: true, off: 'off', no: '12', note: '', left: undefined, none: [] };
  expect(yamlOf({ ...value, roles: [{ id: 1, of: ['a', 'b: c'] }, { id: 2 }] })).toBe(
    [
      'name: edge',
      'on: true',
      'off: "off"',
      'no: "12"',
      'note: ""',
      'none: []',
      'roles:',
      '  - id: 1',
      '    of:',
      '      - a',
      '      - "b: c"',
      '  - id: 2',
    ].join('\n'),
  );
});
