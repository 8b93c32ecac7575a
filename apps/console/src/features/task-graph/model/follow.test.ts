import { type DagBatch, emptyTaskGraph } from '@damselfly/core';
import { expect, test } from 'vitest';
import { follow } from './follow.ts';
import type { GraphMessage, TaskGraphSource } from './graph-source.ts';
import { batches, joined, task } from './swarm.fixture.ts';

/** A source whose every `watch` plays the next script; an Error in a script breaks the line. */
function scripted(...scripts: (GraphMessage | Error)[][]): TaskGraphSource & { watches: number } {
  const source = {
    watches: 0,
    async *watch(): AsyncIterable<GraphMessage> {
      const script = scripts[source.watches++] ?? [];
      for (const message of script) {
        if (message instanceof Error) throw message;
        yield message;
      }
    },
  };
  return source;
}

async function run(source: TaskGraphSource, pauses: number, apply: (batch: DagBatch) => 'applied' | 'gap') {
  const stop = new AbortController();
  const heard: string[] = [];
  const waited: number[] = [];
  await follow({
    source,
    signal: stop.signal,
    store: {
      replace: () => heard.push('snapshot'),
      apply: (batch) => {
        const outcome = apply(batch);
        heard.push(outcome);
        return outcome;
      },
      setConnection: (connection, problem) => heard.push(problem ? `${connection}: ${problem}` : connection),
    },
    pause: async (ms) => {
      waited.push(ms);
      if (waited.length === pauses) stop.abort();
    },
  });
  return { heard, waited };
}

const snapshot = (): GraphMessage => ({ type: 'snapshot', graph: emptyTaskGraph(task) });
const batch: GraphMessage = { type: 'batch', batch: batches()(joined('a')) };

test('a gap asks for a fresh snapshot at once', async () => {
  const source = scripted([snapshot(), batch], [snapshot()]);
  const { heard, waited } = await run(source, 1, () => (source.watches === 1 ? 'gap' : 'applied'));
  expect(heard.slice(0, 4)).toEqual(['snapshot', 'gap', 'live', 'snapshot']);
  expect(waited).toEqual([500]);
});

test('a broken line is tried again, more patiently each time, and people read why', async () => {
  const broken = () => [new Error('the console is restarting')];
  const { heard, waited } = await run(scripted(...Array.from({ length: 7 }, broken)), 7, () => 'applied');
  expect(waited).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(heard[0]).toBe('retrying: the console is restarting');
});

test('a task no scheduler tracks is told as gone, and watched on', async () => {
  const { heard } = await run(scripted([snapshot(), { type: 'gone' }], [snapshot()]), 2, () => 'applied');
  expect(heard).toContain('gone');
  expect(heard.filter((word) => word === 'snapshot')).toHaveLength(2);
});

test('an abort ends the watch in the middle of a stream', async () => {
  const stop = new AbortController();
  let seen = 0;
  async function* endless(): AsyncIterable<GraphMessage> {
    for (;;) yield snapshot();
  }
  await follow({
    source: { watch: endless },
    signal: stop.signal,
    store: {
      replace: () => {
        seen += 1;
        if (seen === 3) stop.abort();
      },
      apply: () => 'applied',
      setConnection: () => undefined,
    },
  });
  expect(seen).toBe(3);
});
