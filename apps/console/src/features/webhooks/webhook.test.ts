import { expect, test } from 'vitest';
import { heard, webhookTwin } from './webhook.ts';

test('a webhook that names no event hears of all, one that does of those alone', () => {
  expect(heard([])).toHaveLength(4);
  expect(heard(['job.failed', 'job.unknown'])).toEqual(['job.failed']);
});

test('the terminal’s form of a webhook holds no secret', () => {
  const twin = webhookTwin({ name: 'chat', url: 'https://a.test', secret: 'a-very-secret-key' }, 'http://c', 3);
  expect(JSON.stringify(twin)).not.toContain('a-very-secret-key');
  expect(twin.curl).toContain('PATCH http://c/api/v2/webhooks/3');
});
