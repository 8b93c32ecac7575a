import { defaultFilteredQueryParams, type TaskId } from '@damselfly/core';
import { standardTaskId } from '@damselfly/core/node';
import { common } from '@damselfly/proto';
import type { ImageReference } from '@damselfly/registry';

/** Content of a job, checked. */
export interface JobContent {
  readonly urls: readonly string[];
  readonly image: ImageReference | undefined;
  readonly platform: string;
  readonly user: { readonly username: string; readonly password: string } | undefined;
  /** Bytes; only when the user chose one. */
  readonly pieceLength: number | undefined;
  readonly tag: string | undefined;
  readonly application: string | undefined;
  readonly filteredQueryParams: readonly string[];
  readonly header: Readonly<Record<string, string>>;
  readonly certificateChain: readonly Buffer[];
  readonly insecureSkipVerify: boolean;
  readonly objectStorage: common.ObjectStorage | undefined;
  readonly hdfs: common.HDFS | undefined;
  readonly huggingFace: common.HuggingFace | undefined;
  readonly modelScope: common.ModelScope | undefined;
  readonly blobDigest: boolean;
}

/** One URL of a job with the id every client gives its task. */
export interface JobTarget {
  readonly url: string;
  readonly task: TaskId;
  readonly header: Readonly<Record<string, string>>;
  readonly outputPath?: string | undefined;
}

/** Parameters left out of the task id: the usual ones unless the job names its own. */
export const filteredParams = ({ filteredQueryParams }: Pick<JobContent, 'filteredQueryParams'>): readonly string[] =>
  filteredQueryParams.length > 0 ? filteredQueryParams : defaultFilteredQueryParams;

export function targetOf(
  content: JobContent,
  url: string,
  { header = content.header, outputPath }: Partial<Pick<JobTarget, 'header' | 'outputPath'>> = {},
): JobTarget {
  const { tag, application, huggingFace, modelScope, pieceLength, blobDigest } = content;
  const task = standardTaskId({
    url,
    filteredQueryParams: filteredParams(content),
    tag,
    application,
    revision: huggingFace?.revision ?? modelScope?.revision,
    pieceLength,
    blobDigest,
  });
  return { url, task, header, outputPath };
}

export interface DownloadTerms {
  readonly priority: common.Priority;
  readonly timeoutMs: number;
  /** Who asks, for the peers' logs and rules. */
  readonly remoteIp: string;
}

/** What a peer is asked to download; its task id is the target's. */
export function downloadOf(content: JobContent, target: JobTarget, terms: DownloadTerms): common.Download {
  const { pieceLength, tag, application, objectStorage, hdfs, huggingFace, modelScope } = content;
  return common.Download.fromPartial({
    url: target.url,
    type: common.TaskType.STANDARD,
    tag,
    application,
    priority: terms.priority,
    filteredQueryParams: [...filteredParams(content)],
    requestHeader: { ...target.header },
    pieceLength: pieceLength === undefined ? undefined : BigInt(pieceLength),
    outputPath: target.outputPath,
    timeout: { seconds: BigInt(Math.ceil(terms.timeoutMs / 1000)), nanos: 0 },
    certificateChain: [...content.certificateChain],
    objectStorage,
    hdfs,
    huggingFace,
    modelScope,
    remoteIp: terms.remoteIp,
    enableTaskIdBasedBlobDigest: content.blobDigest,
  });
}
