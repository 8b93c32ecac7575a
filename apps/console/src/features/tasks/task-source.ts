import type { TaskId } from '@damselfly/core';
import type { useTRPCClient } from '../connection/index.ts';
import type { GraphMessage, TaskGraphSource } from '../task-graph/index.ts';
import { Inbox } from './inbox.ts';

/** Messages that may wait: over a minute of batches. A reader that far behind starts again from a snapshot. */
const capacity = 1000;

/** A task's graph by one subscription: the server begins with a snapshot; a line that breaks fails the reader. */
export function createTaskSource(client: ReturnType<typeof useTRPCClient>, id: TaskId): TaskGraphSource {
  return {
    async *watch(signal) {
      const inbox = new Inbox<GraphMessage>(capacity);
      const subscription = client.tasks.watch.subscribe(
        { id },
        {
          onData: (message) => inbox.put(message),
          onError: (error) => inbox.fail(error),
          onComplete: () => inbox.end(),
        },
      );
      const stop = () => inbox.end();
      signal.addEventListener('abort', stop, { once: true });
      try {
        yield* inbox.messages();
      } finally {
        signal.removeEventListener('abort', stop);
        subscription.unsubscribe();
      }
    },
  };
}
