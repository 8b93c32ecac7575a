import { Counter, Gauge, Histogram, type Registry } from '@damselfly/core/node';
import { durationBucketsMs, sizeLevel } from './size-level.ts';

export interface UploadTask {
  /** `common.v2.TaskType`. */
  readonly type: number;
  readonly tag: string;
  readonly app: string;
}

/** Counts a task that another host has this one fetch, from its first message to its last. */
export type CountUploadTask = <Message>(
  task: UploadTask,
  messages: AsyncGenerator<Message>,
  lengthBytes: (message: Message) => number | undefined,
) => AsyncGenerator<Message>;

export function uploadTaskMetrics(registry: Registry): CountUploadTask {
  const registers = [registry];
  const prefix = 'dragonfly_client';
  const labelNames = ['type', 'tag', 'app'] as const;
  const started = new Counter({
    name: `${prefix}_upload_task_total`,
    help: 'Tasks fetched for others.',
    labelNames,
    registers,
  });
  const failed = new Counter({
    name: `${prefix}_upload_task_failure_total`,
    help: 'Tasks fetched for others that failed.',
    labelNames,
    registers,
  });
  const running = new Gauge({
    name: `${prefix}_concurrent_upload_task_total`,
    help: 'Tasks being fetched for others.',
    labelNames,
    registers,
  });
  const duration = new Histogram({
    name: `${prefix}_upload_task_duration_milliseconds`,
    help: 'How long tasks took that were fetched for others.',
    labelNames: ['task_type', 'task_size_level'],
    buckets: durationBucketsMs,
    registers,
  });
  return async function* counted({ type, tag, app }, messages, lengthBytes) {
    const labels = { type, tag, app };
    const startedAtMs = performance.now();
    let bytes = 0;
    started.inc(labels);
    running.inc(labels);
    try {
      for await (const message of messages) {
        bytes = lengthBytes(message) ?? bytes;
        yield message;
      }
      duration.observe({ task_type: type, task_size_level: sizeLevel(bytes) }, performance.now() - startedAtMs);
    } catch (thrown) {
      failed.inc(labels);
      throw thrown;
    } finally {
      running.dec(labels);
    }
  };
}
