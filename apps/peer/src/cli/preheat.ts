import { defaultFilteredQueryParams, Failure } from '@damselfly/core';
import { common, connected, createClient, scheduler, unaryCall } from '@damselfly/proto';
import { type StorageFlags, storageOf } from './access-options.ts';

/** What is to be fetched ahead of use, by whom. */
export interface PreheatFlags extends StorageFlags {
  readonly schedulerEndpoint: string;
  readonly scope: string;
  readonly ip?: string[];
  readonly percentage?: number;
  readonly count?: number;
  readonly concurrentTaskCount: number;
  readonly concurrentPeerCount?: number;
  readonly platform?: string;
  readonly username?: string;
  readonly password?: string;
  readonly pieceLength?: number;
  readonly tag: string;
  readonly application: string;
  readonly filteredQueryParam?: string[];
  readonly header: Record<string, string>;
  readonly priority: number;
  readonly insecureSkipVerify: boolean;
  readonly timeout: number;
}

const extraMs = 10_000;

/** Asks a scheduler to have a file, or with `oci://` an image, fetched. Says what was asked for. */
export async function preheat(url: string, flags: PreheatFlags, signal: AbortSignal): Promise<'file' | 'image'> {
  const client = createClient(scheduler.SchedulerClient, { address: flags.schedulerEndpoint });
  const settings = { signal, timeoutMs: flags.timeout + extraMs };
  try {
    await connected(client);
    if (new URL(url).protocol === 'oci:') {
      const { platform, username, password } = flags;
      const request = scheduler.PreheatImageRequest.fromPartial({
        ...wanted(flags),
        url: manifestUrl(url),
        ...(platform === undefined ? {} : { platform }),
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
      });
      await unaryCall(client.preheatImage.bind(client), request, settings);
      return 'image';
    }
    const request = scheduler.PreheatFileRequest.fromPartial({ ...wanted(flags), ...reached(url, flags), url });
    await unaryCall(client.preheatFile.bind(client), request, settings);
    return 'file';
  } finally {
    client.close();
  }
}

/** `oci://host/repository[:tag]` as the address of its manifest. Throws `invalid`. */
export function manifestUrl(image: string): string {
  const found = /^oci:\/\/([^/]+)\/(.+?)(?::([\w][\w.-]{0,127})|@(sha256:[0-9a-f]{64}))?$/.exec(image);
  const [, registry, repository, tag, pinned] = found ?? [];
  if (registry === undefined || repository === undefined) {
    throw new Failure('invalid', `"${image}" is no image; write oci://registry/repository:tag`);
  }
  return `https://${registry}/v2/${repository}/manifests/${pinned ?? tag ?? 'latest'}`;
}

/** How peers reach a file that is not on the web. */
function reached(url: string, flags: PreheatFlags) {
  const { protocol } = new URL(url);
  if (protocol === 'http:' || protocol === 'https:') return {};
  const { hdfsDelegationToken: delegationToken } = flags;
  if (protocol === 'hdfs:') return delegationToken === undefined ? {} : { hdfs: { delegationToken } };
  return { objectStorage: storageOf(flags) };
}

const priorities = [
  common.Priority.LEVEL0,
  common.Priority.LEVEL1,
  common.Priority.LEVEL2,
  common.Priority.LEVEL3,
  common.Priority.LEVEL4,
  common.Priority.LEVEL5,
  common.Priority.LEVEL6,
] as const;

function wanted(flags: PreheatFlags) {
  const { ip = [], percentage, count, concurrentPeerCount, pieceLength, tag, application } = flags;
  return {
    scope: flags.scope,
    ips: ip,
    header: flags.header,
    filteredQueryParams: flags.filteredQueryParam ?? [...defaultFilteredQueryParams],
    priority: priorities[flags.priority] ?? common.Priority.LEVEL6,
    concurrentTaskCount: BigInt(flags.concurrentTaskCount),
    insecureSkipVerify: flags.insecureSkipVerify,
    timeout: { seconds: BigInt(Math.ceil(flags.timeout / 1000)), nanos: 0 },
    ...(tag === '' ? {} : { tag }),
    ...(application === '' ? {} : { application }),
    ...(percentage === undefined ? {} : { percentage }),
    ...(count === undefined ? {} : { count }),
    ...(concurrentPeerCount === undefined ? {} : { concurrentPeerCount: BigInt(concurrentPeerCount) }),
    ...(pieceLength === undefined ? {} : { pieceLength: BigInt(pieceLength) }),
  };
}
