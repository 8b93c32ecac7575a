import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pump, type Sink } from './pump.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeEach(() => void process.on('unhandledRejection', note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toEqual([]);
});

/** A sink that takes `room` messages, then is full until someone emits drain. */
function sink(room: number): { sink: Sink<number>; written: number[]; emitter: EventEmitter } {
  const emitter = new EventEmitter();
  const written: number[] = [];
  const write = (message: number) => written.push(message) < room;
  return { sink: Object.assign(emitter, { write }) as EventEmitter & Sink<number>, written, emitter };
}

async function* count(onEnd: () => void): AsyncGenerator<number> {
  try {
    for (let number = 1; ; number += 1) yield number;
  } finally {
    onEnd();
  }
}

test('a full sink is waited for, and an abort meanwhile closes the source and resolves', async () => {
  const stop = new AbortController();
  const target = sink(2);
  let closed = false;
  const pumping = pump(
    count(() => {
      closed = true;
    }),
    target.sink,
    stop.signal,
  );
  await new Promise((resolve) => setImmediate(resolve));
  expect(target.written).toEqual([1, 2]);
  target.emitter.emit('drain');
  await new Promise((resolve) => setImmediate(resolve));
  expect(target.written).toEqual([1, 2, 3]);
  stop.abort();
  expect(await pumping).toBe(false);
  expect(closed).toBe(true);
});

test('a source that runs dry resolves true; its error is passed on', async () => {
  const idle = new AbortController().signal;
  const two = async function* () {
    yield* [1, 2];
  };
  const target = sink(9);
  expect(await pump(two(), target.sink, idle)).toBe(true);
  expect(target.written).toEqual([1, 2]);
  const broken = async function* () {
    yield 1;
    throw new RangeError('broken');
  };
  await expect(pump(broken(), sink(9).sink, idle)).rejects.toThrow(RangeError);
});

test('a source whose return() fails is reported once, to the awaiting side', async () => {
  const stop = new AbortController();
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise((resolve) => setTimeout(() => resolve({ done: true, value: undefined }), 30)),
      return: () => Promise.reject(new RangeError('cannot close')),
    }),
  };
  const pumping = pump(source, sink(9).sink, stop.signal);
  stop.abort();
  await expect(pumping).rejects.toThrow('cannot close');
});

test('an abort before the start reads nothing', async () => {
  let reads = 0;
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        reads += 1;
        return { done: false, value: reads };
      },
    }),
  };
  expect(await pump(source, sink(9).sink, AbortSignal.abort())).toBe(false);
  expect(reads).toBe(0);
});
