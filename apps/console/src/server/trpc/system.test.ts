import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleFixture, startFixture } from '../../testing/console-fixture.ts';

let fixture: ConsoleFixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

test('the system tells of its database and process, and of jobs only to who sees those of every tenant', async () => {
  await fixture.addUser('amy', await fixture.addTenant('ours'), 'tenant-admin');
  const root = await (await fixture.as('root')).system.facts();
  expect(root).toMatchObject({ activeSchedulers: 0, openJobs: { pending: 0, running: 0 } });
  expect(root.database).toMatchObject({ kind: 'embedded', version: expect.stringMatching(/^\d+/) });
  expect(root.database.sizeBytes).toBeGreaterThan(0);
  expect((await (await fixture.as('amy')).system.facts()).openJobs).toBeUndefined();
});
