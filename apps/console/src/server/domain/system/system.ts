import type { Reader } from '../access/access-rule.ts';
import { permits } from '../access/permits.ts';

/** What the database says of itself. */
export interface DatabaseFacts {
  /** Of PostgreSQL. */
  readonly version: string;
  readonly sizeBytes: number;
  readonly migrations: number;
  readonly newestMigration: string;
}

/** Open jobs of all tenants. */
export interface OpenJobs {
  readonly pending: number;
  readonly running: number;
}

export interface SystemFacts {
  /** Embedded in this process, or a server that replicas share. */
  readonly database: DatabaseFacts & { readonly kind: 'embedded' | 'server' };
  /** The process that answered. */
  readonly process: {
    readonly nodeVersion: string;
    readonly platform: string;
    readonly uptimeSeconds: number;
    readonly memoryBytes: number;
    /** Of one core, since the start; 0 to 1 and above with threads. */
    readonly cpuShare: number;
  };
  readonly activeSchedulers: number;
  /** Only for who may see the jobs of every tenant. */
  readonly openJobs: OpenJobs | undefined;
}

export interface System {
  facts(reader: Reader): Promise<SystemFacts>;
}

export interface SystemNeeds {
  readonly store: { facts(): Promise<DatabaseFacts>; openJobs(): Promise<OpenJobs> };
  readonly kind: 'embedded' | 'server';
  readonly activeSchedulers: () => Promise<number>;
}

/** How this console stands. */
export function createSystem({ store, kind, activeSchedulers }: SystemNeeds): System {
  return {
    async facts({ rules }) {
      const seesAll = permits(rules, 'read', 'Job', {});
      const [database, active, openJobs] = await Promise.all([
        store.facts(),
        activeSchedulers(),
        seesAll ? store.openJobs() : undefined,
      ]);
      const { user, system } = process.cpuUsage();
      const uptimeSeconds = process.uptime();
      return {
        database: { ...database, kind },
        process: {
          nodeVersion: process.version,
          platform: `${process.platform}/${process.arch}`,
          uptimeSeconds,
          memoryBytes: process.memoryUsage.rss(),
          cpuShare: (user + system) / 1e6 / uptimeSeconds,
        },
        activeSchedulers: active,
        openJobs,
      };
    },
  };
}
