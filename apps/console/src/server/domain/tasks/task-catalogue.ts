import type { TaskState } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';

export type TaskOrder = 'updatedAt' | 'heat' | 'contentLength' | 'replicas';
export type TaskKind = 'standard' | 'persistent' | 'persistent_cache' | 'cache';

export interface CatalogueQuery {
  /** Part of the URL, the image, the id or the digest; a whole application or tag. */
  readonly search?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly kind?: TaskKind | undefined;
  readonly clusterId?: number | undefined;
  readonly application?: string | undefined;
  /** The greatest first. */
  readonly order: TaskOrder;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

/** A task as the schedulers of a cluster last knew it. Sizes are bytes. */
export interface CataloguedTask {
  readonly schedulerClusterId: number;
  readonly taskId: string;
  readonly tenantId: string | null;
  readonly kind: TaskKind;
  readonly url: string;
  /** Empty when the URL is no registry's. */
  readonly image: string;
  readonly digest: string;
  readonly application: string;
  readonly tag: string;
  readonly state: TaskState;
  readonly contentLength: number | null;
  readonly pieceLength: number | null;
  readonly totalPieces: number | null;
  /** Hosts that have all of it. */
  readonly replicas: number;
  readonly seedReplicas: number;
  /** Downloads that the schedulers remember. */
  readonly heat: number;
  readonly sourceBytes: number;
  readonly peerBytes: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date | null;
}

export interface CataloguePage {
  readonly items: readonly CataloguedTask[];
  readonly nextCursor: string | undefined;
  /** How many match, counted up to 10,000. */
  readonly total: number;
}

/** Every task that schedulers told of, also those they forgot; rows that the reader may not see do not exist. */
export interface TaskCatalogue {
  search(reader: Reader, query: CatalogueQuery): Promise<CataloguePage>;
  /** One row a cluster, the last updated first. */
  byId(reader: Reader, taskId: string): Promise<readonly CataloguedTask[]>;
}
