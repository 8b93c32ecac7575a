import type { Reader } from '../access/access-rule.ts';

/** A scheduler cluster's row. `tenantId: null` is shared by all tenants. */
export interface ClusterRow {
  readonly id: number;
  readonly tenantId: string | null;
  readonly name: string;
  readonly bio: string;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

/** A registered scheduler or seed peer. It is active until its lease ends. */
export interface InstanceRow {
  readonly id: number;
  readonly schedulerClusterId: number;
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
  readonly idc: string;
  readonly location: string;
  /** `null` when it never kept alive. */
  readonly expiresAt: Date | null;
}

/** Reads clusters; rows that the reader may not see do not exist. */
export interface ClusterStore {
  /** In the order of their ids. */
  list(reader: Reader): Promise<readonly ClusterRow[]>;
  byId(reader: Reader, id: number): Promise<ClusterRow | undefined>;
  /** Whose each application is, by name; `null` where several tenants have one of that name. */
  applicationTenants(): Promise<ReadonlyMap<string, string | null>>;
  /** Schedulers of clusters that the reader sees. */
  schedulers(reader: Reader): Promise<readonly InstanceRow[]>;
}
