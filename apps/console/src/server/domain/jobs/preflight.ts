/** What a preheat would do, before it is started. */
export interface Preflight {
  readonly content:
    | {
        readonly ok: true;
        readonly urls: readonly { readonly url: string; readonly sizeBytes: number | null }[];
        readonly totalBytes: number;
        /** What else the image can be had for. */
        readonly platforms: readonly string[];
        readonly login: 'none' | 'header' | 'password' | 'credential';
        /** The registry was reached over a connection whose certificate was verified. */
        readonly tls: boolean;
      }
    | { readonly ok: false; readonly code: string; readonly failure: string };
  readonly clusters: readonly PreflightCluster[];
  /** From sources, at least. */
  readonly originBytes: number;
  /** A guess: over one link of 1 Gbit/s, to the seeds and from there on; `null` when nothing is known. */
  readonly seconds: number | null;
}

export interface PreflightCluster {
  readonly clusterId: number;
  readonly scheduler: string;
  /** At most a thousand; `hostCount` says how many there are. */
  readonly hosts: readonly PreflightHost[];
  readonly hostCount: number;
  readonly failure: string;
}

export interface PreflightHost {
  readonly id: string;
  readonly hostname: string;
  readonly ip: string;
  readonly seed: boolean;
  readonly diskFreeBytes: number;
  /** Its disk has room for all of it. */
  readonly fits: boolean;
}
