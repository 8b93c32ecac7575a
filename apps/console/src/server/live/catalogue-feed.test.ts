import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConsoleFixture, startFixture } from '../../testing/console-fixture.ts';
import { connectScheduler, hostFacts, taskSummary } from '../../testing/scheduler-fixture.ts';
import { CatalogueFeed } from './catalogue-feed.ts';

let fixture: ConsoleFixture;
let feed: CatalogueFeed;
beforeEach(async () => {
  fixture = await startFixture();
  const { live: hub, database } = fixture;
  feed = new CatalogueFeed({
    hub,
    catalogue: database.catalogue,
    everyMs: 3_600_000,
    now: () => 9000,
    log: silentLog(),
  });
});
afterEach(async () => {
  await feed.close();
  await fixture.close();
});

test('what schedulers tell is found by everybody who may see it, and what they drop is marked', async () => {
  const scheduler = connectScheduler(fixture.live, 1);
  const one = taskSummary('one', 'succeeded', {
    peersByState: { waiting: 0, downloading: 1, backToSource: 0, succeeded: 3, failed: 0 },
    updatedAtMs: 2000,
  });
  scheduler.hosts({ announced: [hostFacts('h1', 'normal'), hostFacts('h2', 'seed')], left: [], full: true });
  scheduler.summaries({ tasks: [one], gone: [], full: true });
  await feed.write();
  const root = await fixture.as('root');
  expect((await root.tasks.search({ search: 'origin/one' })).items).toMatchObject([
    { taskId: 'one', replicas: 3, seedReplicas: 1, heat: 4, state: 'succeeded' },
  ]);
  expect((await root.hosts.search({})).items.map(({ hostname }) => hostname)).toEqual(['h1', 'h2']);

  scheduler.summaries({ tasks: [], gone: [one.task], full: false });
  scheduler.hosts({ announced: [], left: [hostFacts('h1', 'normal').id], full: false });
  await feed.write();
  expect((await root.tasks.search({})).items).toMatchObject([{ taskId: 'one', replicas: 0 }]);
  expect((await root.hosts.search({ state: 'left' })).items.map(({ hostname }) => hostname)).toEqual(['h1']);
});
