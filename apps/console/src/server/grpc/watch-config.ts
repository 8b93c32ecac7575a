import { Failure } from '@damselfly/core';
import type { configs, ServerStreamHandler } from '@damselfly/proto';
import type { ConfigVersion } from '../domain/topology/config-version.ts';

/** Says when the configuration changed. */
export const watchConfig = ({
  version,
  stopping,
}: {
  readonly version: Pick<ConfigVersion, 'watch'>;
  readonly stopping: AbortSignal;
}): ServerStreamHandler<configs.WatchRequest, configs.WatchResponse> =>
  async function* (_request, { signal }) {
    const changes = version.watch(AbortSignal.any([signal, stopping]));
    if (changes === undefined) throw new Failure('exhausted', 'too many watch; ask again after the refresh interval');
    for await (const one of changes) yield { version: BigInt(one) };
  };
