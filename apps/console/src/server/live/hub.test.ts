import { taskId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { graphOf, host, onlyCluster, open, startHub, summary, t } from './testing/hub-fixture.ts';

describe('a lost scheduler', () => {
  test('leaves its facts, marked, for a while', () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    feed.hosts({ announced: [host('h')], left: [], full: true });
    feed.lost();
    expect(hub.task(t)?.stale).toBe(true);
    expect(hub.hosts()[0]?.stale).toBe(true);
    expect(hub.schedulers()[0]?.connected).toBe(false);
    pass(60_001);
    expect([hub.tasks(), hub.hosts()]).toEqual([[], []]);
    pass(1);
    expect(hub.schedulers()).toEqual([]);
  });

  test('that comes back heals what is watched, without a word to the readers before its snapshot', async () => {
    const { hub, connect, tell, pass } = startHub();
    const before = connect();
    tell(before.feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    before.feed.snapshot(graphOf('a'));
    await first;
    before.feed.lost();
    pass(5_000);
    const after = connect({ schedulerId: 'run-2' });
    expect(after.orders).toEqual([]);
    after.feed.summaries({ tasks: [summary('t')], gone: [], full: true });
    expect(after.orders).toEqual(['watch t']);
    expect(hub.task(t)?.stale).toBe(false);
    after.feed.snapshot(graphOf('b'));
    expect(await next()).toBe('snapshot b');
  });

  test('that came back is asked only for what it told of since', async () => {
    const { hub, connect, tell } = startHub();
    const before = connect();
    tell(before.feed, summary('t'));
    before.feed.lost();
    const after = connect({ schedulerId: 'run-2' });
    const first = open(hub.watchTask(t, new AbortController().signal))();
    expect(after.orders).toEqual([]);
    tell(after.feed, summary('t'));
    expect(after.orders).toEqual(['watch t']);
    after.feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
  });

  test('an older stream of the same scheduler is not listened to', () => {
    const { hub, connect, tell } = startHub();
    const old = connect();
    const fresh = connect();
    tell(old.feed, summary('old'));
    tell(fresh.feed, summary('new'));
    old.feed.lost();
    expect(hub.tasks().map(({ id }) => id)).toEqual(['new']);
    expect(hub.schedulers()).toHaveLength(1);
    expect(hub.schedulers()[0]?.connected).toBe(true);
  });
});

describe('reads', () => {
  test('are limited to the clusters a reader may see, also by id and by watch', async () => {
    const { hub, connect, tell } = startHub();
    const mine = connect();
    const other = connect({ clusterId: 2 });
    tell(mine.feed, summary('t'), summary('both'));
    tell(other.feed, summary('secret', { bytesFromPeers: 7 }), summary('both', { updatedAtMs: 9 }));
    other.feed.hosts({ announced: [host('h')], left: [], full: true });
    const reader = hub.seenBy(onlyCluster(1));
    expect(reader.tasks().map(({ id }) => id)).toEqual(['t', 'both']);
    expect(reader.task(taskId('secret'))).toBeUndefined();
    expect(reader.task(taskId('both'))?.schedulerClusterId).toBe(1);
    expect(hub.task(taskId('both'))?.schedulerClusterId).toBe(2);
    expect(reader.hosts()).toEqual([]);
    expect(reader.schedulers()).toHaveLength(1);
    expect(reader.summary()).toMatchObject({ bytesFromPeers: 0, hosts: { normal: 0 }, schedulers: { connected: 1 } });
    expect(await open(reader.watchTask(taskId('secret'), new AbortController().signal))()).toBe('gone');
    expect(reader.searchTasks({ clusterIds: [1, 2], limit: 10 }).total).toBe(2);
  });

  test('find tasks by any of their names, newest first, page by page, each once', () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    for (let n = 0; n < 25; n += 1) tell(feed, summary(`id-${n}`, { updatedAtMs: n % 5, url: `http://o/File-${n}` }));
    tell(feed, summary('odd', { state: 'failed' }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = hub.searchTasks({ search: 'FILE', limit: 4, cursor });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    expect(seen.slice(0, 5).every((id) => Number(id.slice(3)) % 5 === 4)).toBe(true);
    expect(hub.searchTasks({ state: 'failed', limit: 5 }).items.map(({ id }) => id)).toEqual(['odd']);
    expect(() => hub.searchTasks({ limit: 5, cursor: 'x' })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => hub.searchTasks({ limit: 5000 })).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  test('forget what was not updated for longest when a scheduler tells of too much', () => {
    const { hub, connect, tell } = startHub({ maxTasksPerScheduler: 2, maxHostsPerScheduler: 1, maxSchedulers: 1 });
    const { feed } = connect();
    tell(feed, summary('a'), summary('b'), summary('a'), summary('c'));
    expect(
      hub
        .tasks()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'c']);
    feed.hosts({ announced: [host('x'), host('y')], left: [], full: false });
    expect(hub.hosts().map(({ id }) => id)).toEqual(['y']);
    expect(() => connect({ ip: '10.0.0.9' })).toThrow(expect.objectContaining({ code: 'exhausted' }));
  });

  test('a host that two schedulers know is one host', () => {
    const { hub, connect } = startHub();
    for (const ip of ['10.0.0.1', '10.0.0.2']) {
      connect({ ip }).feed.hosts({ announced: [host('h'), host('s', 'seed')], left: [], full: true });
    }
    expect(hub.hosts()).toHaveLength(2);
    expect(hub.hosts({ clusterId: 2 })).toEqual([]);
    expect(hub.summary().hosts).toEqual({ normal: 1, seed: 1 });
  });

  test('throughput counts what moved while connected, not what a scheduler brought along', () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    tell(feed, summary('t', { bytesFromPeers: 1e9 }));
    expect(hub.summary().throughput.fromPeersBps).toBe(0);
    pass(1000);
    tell(feed, summary('t', { bytesFromPeers: 1e9 + 4000, bytesFromSource: 2000 }));
    expect(hub.summary().throughput).toMatchObject({ fromPeersBps: 2000, fromSourceBps: 1000 });
    for (let n = 0; n < 200; n += 1) pass(1000);
    expect(hub.throughput()).toHaveLength(120);
    expect(hub.summary().throughput.fromPeersBps).toBe(0);
  });

  test('the summary comes at once and then once a tick, until the signal', async () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    const stop = new AbortController();
    const reader = hub.watchSummary(stop.signal)[Symbol.asyncIterator]();
    expect((await reader.next()).value.tasks.running).toBe(0);
    tell(feed, summary('t'));
    const second = reader.next();
    pass(500);
    expect((await second).value.tasks.running).toBe(1);
    const third = reader.next();
    stop.abort();
    expect((await third).done).toBe(true);
  });

  test('closing the hub ends every watch', async () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    const waiting = next();
    hub.close();
    expect(await waiting).toBe('end');
  });
});
