import type { HostId } from '@damselfly/core';

/** A host as jobs see it. */
export interface JobHost {
  readonly id: HostId;
  readonly seed: boolean;
  readonly ip: string;
  readonly hostname: string;
  /** gRPC port for schedulers. */
  readonly port: number;
  readonly idc: string;
  /** 0 when it does not say. */
  readonly diskFreeBytes: number;
  /** False: never offered as a parent. */
  readonly shared: boolean;
  /** False while its uploads fail. */
  readonly healthy: boolean;
  /** It is being emptied: others get nothing from it any more. */
  readonly draining: boolean;
}
