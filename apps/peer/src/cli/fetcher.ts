import { Failure } from '@damselfly/core';
import {
  type CallOptions,
  connect,
  type DownloadStep,
  type DownloadWish,
  type ListWish,
  type SourceEntry,
} from '@damselfly/sdk';
import { fetchAlone } from './fetch-alone.ts';

/** Whoever brings the bytes: the daemon of this machine, or this process. */
export interface Fetcher {
  /** Ends when everything is there and the output is written. */
  download(wish: DownloadWish, options: CallOptions): AsyncIterable<DownloadStep>;
  /** With the bytes of each piece, and without an output. */
  pieces(wish: DownloadWish, options: CallOptions): AsyncIterable<DownloadStep>;
  /** Everything below a folder. */
  entries(wish: ListWish, options: CallOptions): Promise<SourceEntry[]>;
  close(): Promise<void>;
}

export interface FetcherChoice {
  readonly endpoint: string;
  /** Where the file or folder goes; `-` for standard output. */
  readonly output: string;
  /** Fail when there is no daemon. */
  readonly requireDaemon: boolean;
  /** Told when there is none and this process does it. */
  readonly onAlone: (why: Failure) => void;
}

/** The daemon when one listens, else this process. */
export async function chooseFetcher({ endpoint, output, requireDaemon, onAlone }: FetcherChoice): Promise<Fetcher> {
  try {
    const daemon = await connect({ socketPath: endpoint });
    return {
      download: (wish, options) => daemon.download(wish, options),
      pieces: (wish, options) => daemon.pieces(wish, options),
      entries: (wish, options) => daemon.entries(wish, options),
      close: async () => daemon.close(),
    };
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (requireDaemon || failure.code !== 'unavailable') throw failure;
    onAlone(failure);
    return fetchAlone(output);
  }
}
