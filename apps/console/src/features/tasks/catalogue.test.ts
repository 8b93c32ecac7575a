import { expect, test } from 'vitest';
import { catalogueFilter, lifeLeftMs, orderOf, peerShare } from './catalogue.ts';

const filter = (address: string) => {
  const params = new URLSearchParams(address);
  return catalogueFilter((name) => params.get(name) ?? '', undefined);
};

test('the address says what of the catalogue is shown', () => {
  expect(filter('q=nginx&state=failed&kind=persistent')).toEqual({
    ...{ search: 'nginx', state: 'failed', kind: 'persistent' },
  });
  expect(filter('state=asleep&kind=all')).toEqual({});
  expect([orderOf('heat'), orderOf(''), orderOf('name')]).toEqual(['heat', 'updatedAt', 'updatedAt']);
});

test('a life that has an end has some of it left, or none', () => {
  expect(lifeLeftMs({ expiresAt: new Date(900) }, 400)).toBe(500);
  expect(lifeLeftMs({ expiresAt: new Date(300) }, 400)).toBeUndefined();
  expect(lifeLeftMs({ expiresAt: null }, 400)).toBeUndefined();
});

test('what peers brought is a share of all that was moved', () => {
  expect(peerShare({ sourceBytes: 1, peerBytes: 3 })).toBe(0.75);
  expect(peerShare({ sourceBytes: 0, peerBytes: 0 })).toBeUndefined();
});
