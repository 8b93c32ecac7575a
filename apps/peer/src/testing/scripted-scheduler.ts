import { Failure } from '@damselfly/core';
import { common, Health, handlers, hostAndPort, scheduler, serve } from '@damselfly/proto';
import type { ServerCredentials } from '@grpc/grpc-js';

type Request = scheduler.AnnouncePeerRequest;
type Reply = NonNullable<scheduler.AnnouncePeerResponse['response']>;

/** One registered peer, as the script sees it. */
export interface ScriptedPeer {
  readonly id: string;
  readonly task: string;
  readonly host: common.Host | undefined;
  readonly download: common.Download | undefined;
  /** Everything it reported, by kind, in order. */
  readonly reports: string[];
  readonly messages: Request[];
}

/** Answers a registration or a request for other parents. `others` are the task's peers registered before. */
export type Script = (peer: ScriptedPeer, others: readonly ScriptedPeer[], asked: 'register' | 'reschedule') => Reply;

export interface ScriptedScheduler {
  readonly address: string;
  readonly peers: readonly ScriptedPeer[];
  readonly hosts: ReadonlyMap<string, common.Host>;
  /** Forgets every host, as a scheduler that was restarted. */
  forgetHosts(): void;
  /** Cuts every connection at once. */
  kill(): Promise<void>;
}

export const toSource: Reply = { $case: 'needBackToSourceResponse', value: { description: 'by the script' } };

/** Offers these peers as parents. */
export const parents = (peers: readonly ScriptedPeer[]): Reply => ({
  $case: 'normalTaskResponse',
  value: { candidateParents: peers.map(({ id, host }) => common.Peer.fromPartial({ id, host, state: 'Running' })) },
});

/** The first goes to the source, everybody after it to all who came before. */
export const firstToSource: Script = (_peer, others) => (others.length === 0 ? toSource : parents(others));

/** A scheduler on the real wire that does what the script says and writes down what it hears. */
export async function startScriptedScheduler(
  script: Script = firstToSource,
  port = 0,
  credentials?: ServerCredentials,
): Promise<ScriptedScheduler> {
  const hosts = new Map<string, common.Host>();
  const peers: ScriptedPeer[] = [];
  const { unary, bidi } = handlers({ onInternalError: () => undefined });
  const announce = async function* (requests: AsyncIterable<Request>): AsyncGenerator<scheduler.AnnouncePeerResponse> {
    let peer: ScriptedPeer | undefined;
    for await (const message of requests) {
      const { request, hostId, taskId, peerId } = message;
      if (request?.$case === 'registerPeerRequest') {
        if (!hosts.has(hostId)) throw new Failure('notFound', 'unknown host');
        const { download } = request.value;
        peer = { id: peerId, task: taskId, host: hosts.get(hostId), download, reports: [], messages: [] };
        const others = peers.filter(({ task }) => task === taskId);
        peers.push(peer);
        yield { response: script(peer, others, 'register') };
      } else if (peer !== undefined && request !== undefined) {
        peer.reports.push(request.$case);
        peer.messages.push(message);
        if (/PeerFinished|PeerFailed|SourceFinishedRequest$|SourceFailedRequest$/.test(request.$case)) {
          if (!request.$case.includes('Piece')) return;
        }
        const others = peers.filter((other) => other !== peer && other.task === taskId);
        if (request.$case === 'reschedulePeerRequest') yield { response: script(peer, others, 'reschedule') };
      }
    }
  };
  const nothing = unary(async () => ({}));
  const server = await serve({
    listen: { host: '127.0.0.1', port },
    ...(credentials === undefined ? {} : { credentials }),
    services: [
      {
        definition: scheduler.SchedulerService,
        implementation: {
          announcePeer: bidi(announce),
          announceHost: unary(async ({ host }: scheduler.AnnounceHostRequest) => {
            if (host !== undefined) hosts.set(host.id, host);
            return {};
          }),
          deleteHost: unary(async ({ hostId }: scheduler.DeleteHostRequest) => {
            hosts.delete(hostId);
            return {};
          }),
          deleteTask: nothing,
          statTask: unary(async ({ taskId }: scheduler.StatTaskRequest) => {
            const { actualContentLength: contentLength, actualPieceCount: count } =
              peers.find(({ task }) => task === taskId)?.download ?? {};
            if (contentLength === undefined) throw new Failure('notFound', 'no such task');
            return common.Task.fromPartial({ contentLength, pieceCount: Number(count), hasAvailablePeer: true });
          }),
        },
      },
      new Health().binding(handlers({ onInternalError: () => undefined })),
    ],
  });
  return {
    address: hostAndPort('127.0.0.1', server.port),
    peers,
    hosts,
    forgetHosts: () => hosts.clear(),
    kill: () => server.close(0),
  };
}
