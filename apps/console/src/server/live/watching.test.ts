import { peerId, taskId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { batch, graphOf, joined, open, startHub, summary, t } from './testing/hub-fixture.ts';

describe('a watched task', () => {
  test('is asked of its scheduler by the first reader, and read as a snapshot and then batches', async () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    expect(orders).toEqual([]);
    const stop = new AbortController();
    const next = open(hub.watchTask(t, stop.signal));
    const first = next();
    expect(orders).toEqual(['watch t']);
    feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
    feed.batch(batch(2, joined('b')));
    expect(await next()).toBe('batch 2-2');
    const second = open(hub.watchTask(t, stop.signal));
    expect(await second()).toBe('snapshot a b');
    expect(orders).toEqual(['watch t']);
    const waiting = next();
    stop.abort();
    expect(await waiting).toBe('end');
  });

  test('is no longer asked for once nobody has read it for the grace time', async () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    const stop = new AbortController();
    const next = open(hub.watchTask(t, stop.signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    stop.abort();
    expect(await next()).toBe('end');
    pass(29_000);
    expect(orders).toEqual(['watch t']);
    pass(1_001);
    expect(orders).toEqual(['watch t', 'unwatch t']);
  });

  test('a gap asks once for a snapshot and changes nothing until it comes', async () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.batch(batch(5, joined('x')));
    feed.batch(batch(6, joined('y')));
    expect(orders).toEqual(['watch t', 'snapshot t']);
    const healed = { ...graphOf('a', 'b'), seq: 6 };
    feed.snapshot(healed);
    expect(await next()).toBe('snapshot a b');
    feed.batch(batch(7, joined('c')));
    expect(await next()).toBe('batch 7-7');
  });

  test('a reader that falls behind gets the graph as it is then, not the backlog', async () => {
    const { hub, connect, tell } = startHub({ maxBufferedEvents: 3 });
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    for (let seq = 2; seq < 40; seq += 1) feed.batch(batch(seq, joined(`p${seq}`)));
    expect(await next()).toMatch(/^snapshot a p2 .* p39$/);
    feed.batch(batch(40, joined('p40')));
    expect(await next()).toBe('batch 40-40');
  });

  test('two schedulers of a cluster make one graph with one run of numbers', async () => {
    const { hub, connect, tell } = startHub();
    const one = connect();
    const two = connect({ ip: '10.0.0.2' });
    tell(one.feed, summary('t'));
    tell(two.feed, summary('t', { updatedAtMs: 2 }));
    expect(hub.task(t)?.peersByState.downloading).toBe(2);
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    expect([one.orders, two.orders]).toEqual([['watch t'], ['watch t']]);
    one.feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
    two.feed.snapshot(graphOf('b', 'c'));
    expect(await next()).toBe('snapshot a b c');
    one.feed.batch(batch(2, joined('d')));
    two.feed.batch(batch(3, joined('e')));
    expect([await next(), await next()]).toEqual(['batch 3-3', 'batch 4-4']);
    one.feed.summaries({ tasks: [], gone: [t], full: false });
    expect(await next()).toBe('snapshot b c e');
  });

  test('a peer that moved to another scheduler is no longer the business of the first', async () => {
    const { hub, connect, tell } = startHub();
    const one = connect();
    const two = connect({ ip: '10.0.0.2' });
    tell(one.feed, summary('t'));
    tell(two.feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    one.feed.snapshot(graphOf('a', 'b'));
    await first;
    two.feed.snapshot(graphOf());
    await next();
    two.feed.batch(batch(1, joined('a')));
    one.feed.batch(batch(3, { kind: 'peerLeft', peer: peerId('a'), atMs: 2 }));
    expect([await next(), await next()]).toEqual(['batch 4-4', 'batch 5-5']);
    expect(await open(hub.watchTask(t, new AbortController().signal))()).toBe('snapshot a b');
  });

  test('ends with `gone` when the last scheduler has it no more, and at once when none ever had it', async () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.summaries({ tasks: [], gone: [t], full: false });
    expect([await next(), await next()]).toEqual(['gone', 'end']);
    expect(await open(hub.watchTask(taskId('other'), new AbortController().signal))()).toBe('gone');
  });

  test('holds no more peers than allowed', async () => {
    const { hub, connect, tell } = startHub({ maxPeersPerTask: 2 });
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.batch(batch(2, joined('b'), joined('c')));
    await next();
    expect(await open(hub.watchTask(t, new AbortController().signal))()).toBe('snapshot a b');
  });

  test('is refused when too many are watched', async () => {
    const { hub, connect, tell } = startHub({ maxWatchedTasks: 1 });
    const { feed } = connect();
    tell(feed, summary('t'), summary('u'));
    const first = open(hub.watchTask(t, new AbortController().signal))();
    feed.snapshot(graphOf('a'));
    await first;
    await expect(open(hub.watchTask(taskId('u'), new AbortController().signal))()).rejects.toMatchObject({
      code: 'exhausted',
    });
  });
});
