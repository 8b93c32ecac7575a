import { Failure } from '@damselfly/core';
import { Counter, Histogram, type Registry, traced } from '@damselfly/core/node';
import { durationBucketsMs } from '../metrics/size-level.ts';
import type { Source } from './source.ts';

/** The same source, with its requests counted by scheme and by what was wanted, and timed until they were answered. */
export function countedSource(source: Source, registry: Registry): Source {
  const registers = [registry];
  const name = (what: string) => `dragonfly_client_backend_request_${what}`;
  const labelNames = ['scheme', 'method'] as const;
  const requests = new Counter({ name: name('total'), help: 'Requests to sources.', labelNames, registers });
  const failures = new Counter({
    name: name('failure_total'),
    help: 'Failed requests to sources.',
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: name('duration_milliseconds'),
    help: 'How long sources took to answer; their content comes after that.',
    labelNames,
    buckets: durationBucketsMs,
    registers,
  });
  const counted = async <Answer>(url: string, method: string, asking: () => Promise<Answer>): Promise<Answer> => {
    const labels = { scheme: schemeOf(url), method };
    const askedAtMs = performance.now();
    requests.inc(labels);
    try {
      const attributes = { 'server.address': URL.canParse(url) ? new URL(url).host : '' };
      return await traced(`source ${method}`, { kind: 'client', attributes }, asking);
    } catch (thrown) {
      failures.inc(labels);
      throw thrown;
    } finally {
      duration.observe(labels, performance.now() - askedAtMs);
    }
  };
  const { put, list } = source;
  return {
    schemes: source.schemes,
    stat: (request, signal) => counted(request.url, 'STAT', () => source.stat(request, signal)),
    read: async (request, signal) => {
      const body = await counted(request.url, 'GET', () => source.read(request, signal));
      const onBroken = () => failures.inc({ scheme: schemeOf(request.url), method: 'GET' });
      return { ...body, chunks: watched(body.chunks, onBroken) };
    },
    ...(put === undefined
      ? {}
      : { put: (request, signal) => counted(request.url, 'PUT', () => put.call(source, request, signal)) }),
    ...(list === undefined
      ? {}
      : {
          async *list(request, signal) {
            const entries = list.call(source, request, signal)[Symbol.asyncIterator]();
            let next = await counted(request.url, 'LIST', () => entries.next());
            try {
              for (; next.done !== true; next = await entries.next()) yield next.value;
            } finally {
              await entries.return?.();
            }
          },
        }),
    close: () => source.close(),
  };
}

const schemeOf = (url: string) => url.split(':')[0] ?? '';

/** The same chunks; a body that breaks off is told of, unless its reader left. */
function watched(chunks: AsyncIterable<Uint8Array>, onBroken: () => void): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const inner = chunks[Symbol.asyncIterator]();
      const next = async () => {
        try {
          return await inner.next();
        } catch (thrown) {
          if (Failure.from(thrown).code !== 'cancelled') onBroken();
          throw thrown;
        }
      };
      return { next, return: async () => (await inner.return?.()) ?? { done: true, value: undefined } };
    },
  };
}
