import type { Failure } from '@damselfly/core';
import { common, dfdaemon, handlers, scheduler, serve, unaryCall } from '@damselfly/proto';
import type { UntypedHandleCall } from '@grpc/grpc-js';
import { Conversation } from './conversation.ts';
import { hostMessage, type RunningScheduler } from './running-scheduler.ts';

/** A peer that does what a scheduler asks of it for persistent tasks of both kinds, and takes notes. */
export interface ReplicaHost extends AsyncDisposable {
  readonly name: string;
  /** Such as `fetch persistent`, `pin persistentCache`, `drop persistent`. */
  readonly asked: string[];
  /** Refuse everything with this until it is unset. */
  refuses: Failure | undefined;
  announce(more?: Partial<common.Host>): Promise<void>;
}

/** Starts a host and announces it. Its downloads register with the scheduler like a real peer's, under `task`. */
export async function replicaHost(
  running: RunningScheduler,
  name: string,
  { task, host = {} }: { task: string; host?: Partial<common.Host> },
): Promise<ReplicaHost> {
  const { client } = running;
  const asked: string[] = [];
  const adapt = handlers({ onInternalError: () => undefined });
  const note = (what: string) => {
    asked.push(what);
    if (self.refuses !== undefined) throw self.refuses;
  };
  const unary = (what: string): UntypedHandleCall =>
    adapt.unary(async () => {
      note(what);
      return {};
    });
  const ids = () => ({ hostId: name, taskId: task, peerId: `${name}-copy-${asked.length}` });
  const implementation: Record<string, UntypedHandleCall> = {
    downloadPersistentTask: adapt.serverStream<
      dfdaemon.DownloadPersistentTaskRequest,
      dfdaemon.DownloadPersistentTaskResponse
    >(async function* ({ persistent, url }) {
      note('fetch persistent');
      const who = ids();
      const stream = new Conversation(client.announcePersistentPeer());
      const say = (request: scheduler.AnnouncePersistentPeerRequest['request']) => stream.say({ ...who, request });
      const register = scheduler.RegisterPersistentPeerRequest.fromPartial({ url, persistent });
      say({ $case: 'registerPersistentPeerRequest', value: register });
      await stream.next();
      say({ $case: 'downloadPersistentPeerStartedRequest', value: {} });
      say({ $case: 'downloadPersistentPeerFinishedRequest', value: {} });
      await stream.status();
      yield { ...who, response: undefined };
    }),
    downloadPersistentCacheTask: adapt.serverStream<
      dfdaemon.DownloadPersistentCacheTaskRequest,
      dfdaemon.DownloadPersistentCacheTaskResponse
    >(async function* ({ persistent }) {
      note('fetch persistentCache');
      const who = ids();
      const stream = new Conversation(client.announcePersistentCachePeer());
      const say = (request: scheduler.AnnouncePersistentCachePeerRequest['request']) => stream.say({ ...who, request });
      const register = scheduler.RegisterPersistentCachePeerRequest.fromPartial({ persistent, pieceLength: 4194304n });
      say({ $case: 'registerPersistentCachePeerRequest', value: register });
      await stream.next();
      say({ $case: 'downloadPersistentCachePeerStartedRequest', value: {} });
      say({ $case: 'downloadPersistentCachePeerFinishedRequest', value: {} });
      await stream.status();
      yield { ...who, response: undefined };
    }),
    updatePersistentTask: unary('pin persistent'),
    updatePersistentCacheTask: unary('pin persistentCache'),
    deletePersistentTask: unary('drop persistent'),
    deletePersistentCacheTask: unary('drop persistentCache'),
  };
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [{ definition: dfdaemon.DfdaemonUploadService, implementation }],
  });
  const announce: ReplicaHost['announce'] = async (more = {}) => {
    const disk = common.Disk.fromPartial({ free: 1_000_000_000_000n });
    const facts = hostMessage(name, { port: server.port, downloadPort: server.port, disk, ...host, ...more });
    await unaryCall(client.announceHost.bind(client), { host: facts, interval: undefined });
  };
  const self: ReplicaHost = {
    ...{ name, asked, announce },
    refuses: undefined,
    [Symbol.asyncDispose]: () => server.close(0),
  };
  await announce();
  return self;
}
