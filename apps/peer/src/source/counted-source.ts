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
    const labels = { scheme: url.split(':')[0] ?? '', method };
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
    read: (request, signal) => counted(request.url, 'GET', () => source.read(request, signal)),
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
