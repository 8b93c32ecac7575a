import { Failure } from '@damselfly/core';
import { pause } from '@damselfly/core/node';
import { serverStreamCall } from './client/call.ts';
import type { ConfigServiceClient } from './gen/damselfly/manager/v1/config.ts';

/** A stream that broke is opened again after this long, and as much again at most, so that not all come at once. */
const retryMs = 2_000;
/** A manager that does not offer the stream, as Dragonfly's, or has no room for another. */
const seldomMs = 300_000;

export interface ConfigChangesNeeds {
  readonly client: Pick<ConfigServiceClient, 'watch'>;
  /** Called for every change, and when a stream begins anew, as changes may have been missed. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** Hears from a manager when its configuration changed, until the signal aborts. Never throws: without it, refreshing goes on. */
export async function followConfigChanges({ client, onChange, signal }: ConfigChangesNeeds): Promise<void> {
  let known: bigint | undefined;
  while (!signal.aborted) {
    let waitMs = retryMs * (1 + Math.random());
    try {
      for await (const { version } of serverStreamCall(client.watch.bind(client), {}, { signal })) {
        if (known !== undefined && version !== known) onChange();
        known = version;
      }
    } catch (thrown) {
      const { code } = Failure.from(thrown);
      if (code === 'unimplemented' || code === 'exhausted') waitMs = seldomMs;
    }
    await pause(waitMs, signal);
  }
}
