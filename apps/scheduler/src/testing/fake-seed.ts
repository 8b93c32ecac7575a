import type { Failure } from '@damselfly/core';
import { common, dfdaemon, handlers, serve } from '@damselfly/proto';
import type { UntypedHandleCall } from '@grpc/grpc-js';

/** A seed peer's gRPC port that notes what it is asked to fetch. */
export interface FakeSeed extends AsyncDisposable {
  readonly port: number;
  readonly asked: common.Download[];
  /** Resolves with the next download asked for. */
  next(): Promise<common.Download>;
}

/** `fails`: refuse every download with this. Otherwise a download goes on until the seed is disposed of. */
export async function fakeSeed({ fails }: { fails?: Failure } = {}): Promise<FakeSeed> {
  const asked: common.Download[] = [];
  const waiters: ((download: common.Download) => void)[] = [];
  const over = new AbortController();
  const adapt = handlers({ onInternalError: () => undefined });
  const downloadTask: UntypedHandleCall = adapt.serverStream<
    dfdaemon.DownloadTaskRequest,
    dfdaemon.DownloadTaskResponse
  >(async function* ({ download }) {
    const wanted = download ?? common.Download.fromPartial({});
    asked.push(wanted);
    waiters.shift()?.(wanted);
    if (fails !== undefined) throw fails;
    await new Promise((resolve) => over.signal.addEventListener('abort', resolve));
    yield* [];
  });
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: dfdaemon.DfdaemonUploadService, implementation: { downloadTask } }],
  });
  return {
    port: server.port,
    asked,
    next: () => new Promise((resolve) => waiters.push(resolve)),
    [Symbol.asyncDispose]: async () => {
      over.abort();
      await server.close(0);
    },
  };
}
