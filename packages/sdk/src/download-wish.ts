import { defaultFilteredQueryParams, Failure } from '@damselfly/core';
import { common, type Duration } from '@damselfly/proto';

/** How to reach what a URL names, for sources that are not plain web servers. */
export interface SourceAccess {
  /** Region, endpoint and keys of an object store. */
  readonly storage?: Readonly<Partial<Omit<common.ObjectStorage, '_unknownFields'>>> | undefined;
  readonly hdfs?: { readonly delegationToken: string } | undefined;
  readonly huggingFace?: HubAccess | undefined;
  readonly modelScope?: HubAccess | undefined;
}

/** How to reach a hub of models. */
export interface HubAccess {
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly token?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/** What to list. */
export interface ListWish extends SourceAccess {
  /** Of a folder; ends with a slash. */
  readonly url: string;
  /** For the origin. */
  readonly header?: Readonly<Record<string, string>>;
}

/** What to download. Only the URL is needed. */
export interface DownloadWish extends SourceAccess {
  readonly url: string;
  /** Absolute path of the file the daemon writes once everything is there; without it nothing is written. */
  readonly output?: string | undefined;
  /** Replace a file that exists. */
  readonly overwrite?: boolean;
  /** Share the stored file instead of copying it; it must not be edited then. Fails rather than copy. */
  readonly hardLink?: boolean;
  /** `sha256:<hex>` and others; content with another digest is refused. */
  readonly digest?: string | undefined;
  /** Bytes `[start, start + length)`. */
  readonly range?: { readonly start: number; readonly length: number } | undefined;
  /** For the origin. */
  readonly header?: Readonly<Record<string, string>>;
  /** These two are part of the task's id. */
  readonly tag?: string;
  readonly application?: string;
  /** 0 to 6; decides who may go to the source. */
  readonly priority?: number;
  /** Bytes, at least 4 MiB; by the size of the content when absent. */
  readonly pieceLength?: number | undefined;
  /** Query parameters that do not name content; signatures of the object stores when absent. */
  readonly filteredQueryParams?: readonly string[] | undefined;
  /** Names the task by this text instead of the URL. */
  readonly contentForTaskId?: string | undefined;
  /** Fail rather than let this peer ask the origin. */
  readonly disableBackToSource?: boolean;
}

/** How long and how far a call goes. */
export interface CallOptions {
  /** Ends the call; it rejects as `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** For the whole call; rejects as `timeout`. */
  readonly timeoutMs?: number | undefined;
}

const { LEVEL0, LEVEL1, LEVEL2, LEVEL3, LEVEL4, LEVEL5, LEVEL6 } = common.Priority;
const priorities = [LEVEL0, LEVEL1, LEVEL2, LEVEL3, LEVEL4, LEVEL5, LEVEL6];

/** The wish as the daemon reads it. Throws `invalid` for a priority outside 0 to 6. */
export function downloadMessage(
  wish: DownloadWish,
  needPieceContent: boolean,
  { timeoutMs }: CallOptions,
): common.Download {
  const { range, pieceLength, digest, contentForTaskId, output, priority = 6 } = wish;
  const level = priorities[priority];
  if (level === undefined) throw new Failure('invalid', `a priority is 0 to 6, not ${priority}`);
  return common.Download.fromPartial({
    url: wish.url,
    type: common.TaskType.STANDARD,
    priority: level,
    tag: wish.tag ?? '',
    application: wish.application ?? '',
    filteredQueryParams: [...(wish.filteredQueryParams ?? defaultFilteredQueryParams)],
    requestHeader: { ...wish.header },
    disableBackToSource: wish.disableBackToSource ?? false,
    forceHardLink: wish.hardLink ?? false,
    overwrite: wish.overwrite ?? false,
    needPieceContent,
    ...accessMessage(wish),
    ...(timeoutMs === undefined ? {} : { timeout: durationOf(timeoutMs) }),
    ...(output === undefined ? {} : { outputPath: output }),
    ...(digest === undefined ? {} : { digest }),
    ...(pieceLength === undefined ? {} : { pieceLength: BigInt(pieceLength) }),
    ...(contentForTaskId === undefined ? {} : { contentForCalculatingTaskId: contentForTaskId }),
    ...(range === undefined ? {} : { range: { start: BigInt(range.start), length: BigInt(range.length) } }),
  });
}

/** How to reach the source, as the daemon reads it. */
export function accessMessage({ storage, hdfs, huggingFace, modelScope }: SourceAccess) {
  return {
    ...(storage === undefined ? {} : { objectStorage: common.ObjectStorage.fromPartial({ ...storage }) }),
    ...(hdfs === undefined ? {} : { hdfs: common.HDFS.fromPartial(hdfs) }),
    ...(huggingFace === undefined ? {} : { huggingFace: common.HuggingFace.fromPartial(hubMessage(huggingFace)) }),
    ...(modelScope === undefined ? {} : { modelScope: common.ModelScope.fromPartial(hubMessage(modelScope)) }),
  };
}

const hubMessage = ({ revision, token, baseUrl }: HubAccess) => ({
  revision,
  ...(token === undefined ? {} : { token }),
  ...(baseUrl === undefined ? {} : { baseUrl }),
});

/** Milliseconds as protobuf counts time. */
export function durationOf(ms: number): Duration {
  const seconds = Math.floor(ms / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}
