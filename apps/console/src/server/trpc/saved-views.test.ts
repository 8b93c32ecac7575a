import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleFixture, startFixture } from '../../testing/console-fixture.ts';

let fixture: ConsoleFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const view = { page: '/tasks', name: 'Failed', query: 'state=failed', shared: false };

test('a view is kept for its owner, replaced by name, and seen by others of the tenant only when shared', async () => {
  const tenant = await fixture.addTenant('views');
  await fixture.addUser('ann', tenant, 'developer');
  await fixture.addUser('bob', tenant, 'developer');
  const [ann, bob] = [await fixture.as('ann'), await fixture.as('bob')];
  const { id } = await ann.savedViews.save(view);
  expect((await ann.savedViews.save({ ...view, query: 'state=failed&q=x' })).id).toBe(id);
  expect(await bob.savedViews.list({ page: '/tasks' })).toEqual([]);
  await ann.savedViews.save({ ...view, shared: true });
  expect(await bob.savedViews.list({ page: '/tasks' })).toEqual([{ ...view, id, shared: true, own: false }]);
  await expect(bob.savedViews.remove({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await ann.savedViews.remove({ id })).toMatchObject({ name: 'Failed', own: true });
  expect(await ann.savedViews.list({ page: '/tasks' })).toEqual([]);
});

test('a page that is no path of the console and a name without a letter are refused', async () => {
  const root = await fixture.as('root');
  await expect(root.savedViews.save({ ...view, page: 'https://elsewhere' })).rejects.toThrow();
  await expect(root.savedViews.save({ ...view, name: '  ' })).rejects.toThrow();
});
