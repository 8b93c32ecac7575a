import { lchown } from 'node:fs/promises';
import { Failure, type PieceSpan } from '@damselfly/core';
import type { CallContext, common } from '@damselfly/proto';
import { type Caller, callerNamed } from '../callers/caller.ts';
import { isTrusted, type OutputPlace, openOutputPlace } from '../callers/rights.ts';
import type { Download } from '../download/download.ts';
import type { DownloadRequest } from '../download/download-request.ts';
import type { Downloads } from '../download/downloads.ts';
import { mayGoPast } from '../download/past-disk.ts';
import type { ByteRange } from '../source/source.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import { pieceMessage } from '../wire/piece-message.ts';
import { type Described, describedBySource, type PastDisk, piecesPastDisk } from './deliver-past-disk.ts';

export interface DeliverParts {
  readonly downloads: Pick<Downloads, 'open' | 'prefetch'>;
  readonly store: PieceStore;
  /**
   * `local` programs may have the file written, and their leaving ends the download. `remote` ones are schedulers that
   * start a seed: they may not name files, and others depend on the download when they leave.
   */
  readonly caller: 'local' | 'remote';
  /** Folders under which files may be written; anywhere when there is none. */
  readonly outputFolders?: readonly string[];
  /** Lets those who only read go on from the source when the disk fails. */
  readonly past?: PastDisk;
}

/** A file the daemon is to write. */
export interface OutputFile {
  readonly path: string;
  readonly overwrite: boolean;
  readonly hardLink: boolean;
}

export interface Delivery {
  readonly request: DownloadRequest;
  readonly needPieceContent: boolean;
  /** Pieces in the content's order: the caller reads as they come. */
  readonly inOrder?: boolean;
  readonly output: OutputFile | undefined;
  /** For the whole of it; no limit when absent. */
  readonly timeoutMs: number | undefined;
  /** Runs when everything is here, before the file is written. */
  readonly whenComplete?: () => Promise<void>;
}

export type Delivered =
  | { readonly kind: 'started'; readonly download: Described }
  | { readonly kind: 'piece'; readonly download: Described; readonly piece: common.Piece };

/** One caller's download: first what is known of the content, then every piece as it comes, at last the file. */
export async function* deliver(
  { request, needPieceContent, inOrder = false, output, timeoutMs, whenComplete }: Delivery,
  { signal: left, peer }: Pick<CallContext, 'signal' | 'peer'>,
  { downloads, store, caller: kind, outputFolders = [], past }: DeliverParts,
): AsyncGenerator<Delivered> {
  const caller = kind === 'local' ? callerNamed(peer) : undefined;
  await using place = output === undefined ? undefined : await placeFor(output, caller, outputFolders);
  const limit = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = limit === undefined ? left : AbortSignal.any([left, limit]);
  try {
    let described: Described | undefined;
    let done = 0;
    try {
      const download = await downloads.open(request, signal);
      try {
        described = download;
        if (inOrder) download.readAt(download.spans[0]?.number ?? 0);
        yield { kind: 'started', download };
        for await (const piece of download.pieces(signal, inOrder)) {
          if (inOrder) download.readAt(piece.number + 1);
          const message = await arrived(piece, download, needPieceContent, store);
          done += 1;
          yield { kind: 'piece', download, piece: message };
        }
        await whenComplete?.();
        if (output !== undefined && place !== undefined && caller !== undefined) {
          await writeOutput(download, request, { ...output, path: place.path }, store, signal);
          if (!isTrusted(caller)) await lchown(place.path, caller.uid, caller.gid);
        }
      } finally {
        download.close();
      }
    } catch (thrown) {
      // Whoever only reads needs no disk; what is to be compared or kept does.
      const reads = needPieceContent && inOrder && request.digest === undefined && whenComplete === undefined;
      if (past === undefined || !reads || !mayGoPast(thrown, request)) throw thrown;
      past.onPastDisk();
      const going = described ?? (await describedBySource(request, thrown, past, signal));
      if (described === undefined) yield { kind: 'started', download: going };
      for await (const piece of piecesPastDisk(going, done, request, past, signal)) {
        yield { kind: 'piece', download: going, piece };
      }
    }
  } catch (thrown) {
    if (limit?.aborted && !left.aborted) {
      throw new Failure('timeout', `the download took longer than ${timeoutMs} ms; allow more with --timeout`, {
        cause: thrown,
      });
    }
    throw thrown;
  }
}

/** Where the file is to go, when this caller may have it there. */
async function placeFor(
  { path, overwrite, hardLink }: OutputFile,
  caller: Caller | undefined,
  folders: readonly string[],
): Promise<OutputPlace> {
  if (caller === undefined) throw new Failure('forbidden', 'only programs on this machine may have files written');
  if (hardLink && !isTrusted(caller)) {
    throw new Failure('forbidden', 'a stored file is shared with the user of the daemon only; have it copied');
  }
  return openOutputPlace(path, overwrite, caller, folders);
}

/** The part of a piece inside the range asked for. */
export function clipped({ number, offset, length }: PieceSpan, range: ByteRange): PieceSpan {
  const start = Math.max(offset, range.start);
  const end = Math.min(offset + length, range.start + range.length);
  return { number, offset: start, length: Math.max(0, end - start) };
}

async function arrived(
  piece: StoredPiece,
  { task, range }: Download,
  needPieceContent: boolean,
  store: PieceStore,
): Promise<common.Piece> {
  const part = clipped(piece, range);
  const message = { ...pieceMessage(piece), offset: BigInt(part.offset), length: BigInt(part.length) };
  if (!needPieceContent) return message;
  const reading = await store.readPiece(task, piece.number);
  try {
    const content = Buffer.allocUnsafe(part.length);
    const skip = part.offset - piece.offset;
    for (let done = 0; done < content.length; ) {
      const got = await reading.read(content.subarray(done), skip + done);
      if (got === 0) throw new Failure('storage', `piece ${piece.number} is shorter than recorded; try again`);
      done += got;
    }
    return { ...message, content };
  } finally {
    reading.release();
  }
}

async function writeOutput(
  { task, range, facts }: Download,
  { range: asked }: DownloadRequest,
  { path: outputPath, overwrite, hardLink }: OutputFile,
  store: PieceStore,
  signal: AbortSignal,
): Promise<void> {
  const part = asked === undefined || range.length === facts.contentLength ? {} : { range };
  await store.export(task, { outputPath, overwrite, hardLink, ...part }, signal);
}
