import { Failure } from '@damselfly/core';
import type { dfdaemon } from '@damselfly/proto';
import { spread } from './choose-hosts.ts';
import { type JobContent, targetOf } from './job-content.ts';
import type { JobHost } from './job-host.ts';
import type { PeerCalls } from './peer-calls.ts';

const hostsAsked = 3;

/** What the source lists below `url`, asked by a seed before a normal peer; the next host is asked when one is unreachable. */
export async function listEntries(
  {
    content,
    url,
    known,
    timeoutMs,
  }: { content: JobContent; url: string; known: readonly JobHost[]; timeoutMs: number },
  calls: PeerCalls,
  signal: AbortSignal,
): Promise<readonly dfdaemon.Entry[]> {
  const { task, header } = targetOf(content, url);
  const { objectStorage, hdfs, huggingFace, modelScope, certificateChain } = content;
  const request: dfdaemon.ListTaskEntriesRequest = {
    taskId: task,
    url,
    requestHeader: { ...header },
    timeout: { seconds: BigInt(Math.ceil(timeoutMs / 1000)), nanos: 0 },
    certificateChain: [...certificateChain],
    objectStorage,
    hdfs,
    huggingFace,
    modelScope,
    remoteIp: undefined,
  };
  let last = new Failure('precondition', 'no peer is known that could list this URL; start one');
  const ordered = [...spread(known.filter(({ seed }) => seed)), ...spread(known.filter(({ seed }) => !seed))];
  for (const host of ordered.slice(0, hostsAsked)) {
    try {
      return await calls.listTaskEntries(host, request, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      last = Failure.from(thrown);
      if (last.code !== 'unavailable' && last.code !== 'unimplemented' && last.code !== 'exhausted') throw last;
    }
  }
  throw last;
}
