import { expect, test } from 'vitest';
import { distributionYaml, filterText } from './trigger.ts';

test('a trigger says what it listens for in a line, and nothing when it is everything', () => {
  expect(filterText({ repositories: ['library/**', 'ai/*'], tags: ['v*', 'latest'] })).toBe(
    'library/**, ai/* :v* :latest',
  );
  expect(filterText({ repositories: [], tags: ['v*'] })).toBe(':v*');
  expect(filterText({ repositories: [], tags: [] })).toBe('');
});

test('the registry’s configuration names the hook, and no token', () => {
  const yaml = distributionYaml('https://console.test/hooks/v1/oci');
  expect(yaml).toContain('url: https://console.test/hooks/v1/oci');
  expect(yaml).toContain('$DAMSELFLY_TOKEN');
});
