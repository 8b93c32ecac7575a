import { createHash } from 'node:crypto';
import { Failure } from '@damselfly/core';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Author } from '../audit/author.ts';
import type { Quotas } from '../quotas/quotas.ts';
import type { Sealer } from '../secrets/sealer.ts';
import type { ClearPreview } from './clearing.ts';
import { type JobArgs, type JobSecrets, type JobType, jobArgs, jobTypes, partSecrets } from './job-args.ts';
import type { JobMaker } from './maker.ts';
import type { Preflight } from './preflight.ts';
import type { ItemCounts, ItemQuery, JobAttempt, JobEvent, JobItem, JobQuery, JobRow, JobStore } from './stores.ts';
import { type JobUpdate, watchJob } from './watch.ts';

/** What the credentials of a job are sealed for. */
export const jobSecretPurpose = 'job-secrets';
const maxAttempts = 3;

export interface JobRequest {
  readonly type: string;
  /** As it came; what is wrong with it is said with the name of the field. */
  readonly args: unknown;
  readonly bio?: string | undefined;
  /** None: all that the maker may use and that have an active scheduler. */
  readonly clusterIds?: readonly number[] | undefined;
  /** Refuses arguments that nobody knows; Dragonfly's callers send some. */
  readonly strict?: boolean;
  /** The same key with the same request gives the same job. */
  readonly idempotencyKey?: string | undefined;
}

export interface Jobs {
  /**
   * Keeps a job to be run. Throws `invalid` (the cause is a ZodError), `forbidden` for a cluster, `conflict` for a key,
   * `exhausted` at a limit of the tenant; so do all that make jobs.
   */
  create(maker: JobMaker, request: JobRequest): Promise<MadeJob>;
  /** Checks a preheat that is made later, and seals its credentials. Throws as `create` does. */
  prepare(maker: JobMaker, args: unknown, clusterIds: readonly number[]): Promise<PreparedPreheat>;
  /** Makes the job of what was prepared. Clusters that are gone are left out; none: all, as with `create`. */
  createPrepared(maker: JobMaker, prepared: PreparedPreheat & { readonly idempotencyKey: string }): Promise<MadeJob>;
  list(viewer: Viewer, query: JobQuery): Promise<{ readonly items: readonly JobRow[]; readonly total: number }>;
  /** Throws `notFound`, also for a job of somebody else. */
  byId(viewer: Viewer, id: number): Promise<JobDetails>;
  items(viewer: Viewer, id: number, query: ItemQuery): Promise<readonly JobItem[]>;
  events(viewer: Viewer, id: number): Promise<readonly JobEvent[]>;
  attempts(viewer: Viewer, id: number): Promise<readonly JobAttempt[]>;
  /** Throws like `byId`. */
  watch(viewer: Viewer, id: number, signal: AbortSignal): AsyncGenerator<JobUpdate, void>;
  /** What a preheat with these arguments would do. */
  preflight(maker: JobMaker, request: Pick<JobRequest, 'args' | 'clusterIds'>, signal: AbortSignal): Promise<Preflight>;
  /** Which copies a `delete_task` with these arguments would remove. */
  previewClear(
    maker: JobMaker,
    request: Pick<JobRequest, 'args' | 'clusterIds'>,
    signal: AbortSignal,
  ): Promise<ClearPreview>;
  /** Asks for its end; a job that ended stays as it is (`precondition`). */
  cancel(viewer: Viewer, id: number): Promise<void>;
  /** A new job that does again what failed (`failed`), or all of it. Credentials are given anew: those of a job are gone. */
  repeat(maker: JobMaker, id: number, what: 'failed' | 'all', secrets?: JobSecrets): Promise<MadeJob>;
  setBio(viewer: Viewer, id: number, bio: string): Promise<void>;
  /** Forgets the job, and ends it when it runs. */
  remove(viewer: Viewer, id: number): Promise<void>;
}

/** A job that was made just now. */
export interface MadeJob extends JobRow {
  /** Which soft limits of the tenant are reached, in sentences. */
  readonly notices: readonly string[];
}

/** A preheat that is made by the clock or by a registry. */
export interface PreparedPreheat {
  /** Without secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
}

export interface JobDetails {
  readonly job: JobRow;
  readonly counts: ItemCounts;
}

export interface JobsNeeds {
  readonly store: JobStore;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
  readonly quotas: Pick<Quotas, 'admit'>;
  /** Throws `exhausted` when one of the clusters takes no more new jobs for now. */
  readonly admitToClusters: (clusterIds: readonly number[]) => Promise<void>;
  /** Of these clusters, those with an active scheduler. */
  readonly activeClusters: () => Promise<ReadonlySet<number>>;
  /** Looks at what a preheat needs. */
  readonly preflight: (request: PreflightRequest, signal: AbortSignal) => Promise<Preflight>;
  /** Asks the schedulers which hosts hold what is to be cleared. */
  readonly previewClear: (request: ClearRequest, signal: AbortSignal) => Promise<ClearPreview>;
  /** There is something to do. */
  readonly wake: () => void;
}

export interface PreflightRequest {
  readonly tenantId: string;
  readonly args: JobArgs<'preheat'>;
  readonly secrets: JobSecrets;
  readonly clusterIds: readonly number[];
}

export interface ClearRequest {
  readonly tenantId: string;
  readonly args: JobArgs<'delete_task'>;
  readonly secrets: JobSecrets;
  readonly clusterIds: readonly number[];
}

export function createJobs(needs: JobsNeeds): Jobs {
  const { store, sealer, audit, quotas, admitToClusters, activeClusters, preflight, wake } = needs;
  const row = async (reader: Pick<Viewer, 'rules'>, id: number): Promise<JobRow> => {
    const found = await store.byId(reader, id);
    if (found === undefined) throw missing(id);
    return found;
  };

  const note = (by: Viewer | Author, action: string, id: number, after?: unknown) =>
    audit.record(by, { action, target: { kind: 'Job', id }, after });

  const sealed = (secrets: JobSecrets | undefined): string | null =>
    secrets === undefined ? null : sealer.seal(JSON.stringify(secrets), jobSecretPurpose);

  const clustersFor = async (maker: JobMaker, wanted: readonly number[] | undefined): Promise<readonly number[]> => {
    const usable = await store.usableClusters(maker);
    if (wanted !== undefined && wanted.length > 0) {
      const refused = wanted.find((id) => !usable.includes(id));
      if (refused !== undefined) throw new Failure('notFound', `there is no cluster ${refused} that you may use`);
      return [...new Set(wanted)];
    }
    const active = await activeClusters();
    const running = usable.filter((id) => active.has(id));
    if (usable.length === 0) throw new Failure('forbidden', 'there is no cluster that you may use');
    return running.length > 0 ? running : usable;
  };

  const keep = async (maker: JobMaker, job: KeptJob): Promise<MadeJob> => {
    const { request, ...rest } = job;
    const { author, tenant } = maker;
    const reader = { rules: [{ action: 'read', subject: 'Job', conditions: { tenantId: tenant.id } }] } as const;
    const requestHash = hashOf(request);
    const idempotencyKey = request.idempotencyKey ?? null;
    // What comes a second time is no new work.
    const before = idempotencyKey === null ? undefined : await store.sameKey(tenant.id, idempotencyKey, requestHash);
    if (before !== undefined) return { ...(await row(reader, before)), notices: [] };
    await admitToClusters(rest.clusterIds);
    const notices = await quotas.admit({ author, tenantId: tenant.id, downloads: rest.type === 'preheat' });
    const { id, existed } = await store.insert({
      ...rest,
      tenantId: tenant.id,
      ...{ maxAttempts, userId: maker.userId },
      ...{ apiTokenId: maker.apiTokenId ?? null, serviceAccountId: maker.serviceAccountId ?? null },
      ...(maker.scheduleId !== undefined && { scheduleId: maker.scheduleId }),
      ...(maker.triggerId !== undefined && { triggerId: maker.triggerId }),
      ...{ idempotencyKey, requestHash },
    });
    wake();
    if (!existed) {
      const { type, args, clusterIds } = rest;
      const target = { kind: 'Job', id, name: type } as const;
      await audit.record(author, { action: 'create', target, tenantId: tenant.id, after: { args, clusterIds } });
    }
    return { ...(await row(reader, id)), notices };
  };

  return {
    async create(maker, request) {
      const type = typeOf(request.type);
      const parsed = parseArgs(type, request.args, request);
      const { args, secrets } = partSecrets(parsed);
      const clusterIds = await clustersFor(maker, request.clusterIds);
      const timeoutMs = Math.round(parsed.timeout / 1e6);
      return keep(maker, {
        type,
        bio: request.bio ?? '',
        args,
        secretCipher: sealed(secrets),
        clusterIds,
        timeoutMs,
        request,
      });
    },
    async prepare(maker, wanted, wantedClusters) {
      const { args, secrets } = partSecrets(parseArgs('preheat', wanted, { strict: true }));
      const clusterIds = wantedClusters.length === 0 ? [] : await clustersFor(maker, wantedClusters);
      return { args, secretCipher: sealed(secrets), clusterIds };
    },
    async createPrepared(maker, { args, secretCipher, clusterIds: wanted, idempotencyKey }) {
      const usable = wanted.length === 0 ? [] : await store.usableClusters(maker);
      const clusterIds = wanted.filter((id) => usable.includes(id));
      if (wanted.length > 0 && clusterIds.length === 0) throw new Failure('notFound', 'its clusters are gone');
      const timeoutMs = Math.round(parseArgs('preheat', args).timeout / 1e6);
      const request = { type: 'preheat', args, idempotencyKey };
      const clusters = clusterIds.length > 0 ? clusterIds : await clustersFor(maker, undefined);
      return keep(maker, { type: 'preheat', bio: '', args, secretCipher, clusterIds: clusters, timeoutMs, request });
    },
    list: (viewer, query) => store.list(viewer, query),
    async byId(viewer, id) {
      const [job, counts] = await Promise.all([row(viewer, id), store.itemCounts(viewer, id)]);
      if (counts === undefined) throw missing(id);
      return { job, counts };
    },
    items: (viewer, id, query) => store.items(viewer, id, query),
    events: (viewer, id) => store.events(viewer, id, 500),
    attempts: (viewer, id) => store.attempts(viewer, id),
    async *watch(viewer, id, signal) {
      await row(viewer, id);
      yield* watchJob(store, viewer, id, signal);
    },
    async preflight(maker, request, signal) {
      const { args, secrets = {} } = partSecrets(parseArgs('preheat', request.args, { strict: true }));
      const clusterIds = await clustersFor(maker, request.clusterIds);
      return preflight({ tenantId: maker.tenant.id, args: jobArgs.preheat.parse(args), secrets, clusterIds }, signal);
    },
    async previewClear(maker, request, signal) {
      const { args, secrets = {} } = partSecrets(parseArgs('delete_task', request.args, { strict: true }));
      const clusterIds = await clustersFor(maker, request.clusterIds);
      const wanted = { tenantId: maker.tenant.id, args: jobArgs.delete_task.parse(args), secrets, clusterIds };
      return needs.previewClear(wanted, signal);
    },
    async cancel(viewer, id) {
      if (await store.cancel(viewer, id)) {
        wake();
        return note(viewer, 'cancel', id);
      }
      const { finishedAt, cancelledAt } = await row(viewer, id);
      if (finishedAt !== null) throw new Failure('precondition', `job ${id} ended already`);
      if (cancelledAt === null) throw new Failure('forbidden', `you may not cancel job ${id}`);
    },
    async repeat(maker, id, what, secrets) {
      const { type, bio, args, clusters, timeoutMs, finishedAt } = await row(maker, id);
      if (what === 'failed' && finishedAt === null) throw new Failure('precondition', `job ${id} runs still`);
      const clusterIds = await clustersFor(
        maker,
        clusters.map((cluster) => cluster.id),
      );
      const request = { type, args };
      const { retry_of: _, ...plain } = args;
      const again = what === 'all' ? { args: plain } : { args: { ...plain, retry_of: id }, unfinishedOf: id };
      return keep(maker, {
        type,
        bio,
        secretCipher: sealed(secrets),
        clusterIds,
        timeoutMs,
        request,
        clonedFromId: id,
        ...again,
      });
    },
    async setBio(viewer, id, bio) {
      if (!(await store.setBio(viewer, id, bio))) throw missing(id);
      await note(viewer, 'update', id, { bio });
    },
    async remove(viewer, id) {
      if (!(await store.remove(viewer, id))) throw missing(id);
      wake();
      await note(viewer, 'delete', id);
    },
  };
}

interface KeptJob {
  readonly type: string;
  readonly bio: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly timeoutMs: number;
  readonly request: JobRequest;
  readonly clonedFromId?: number;
  readonly unfinishedOf?: number;
}

const missing = (id: number) => new Failure('notFound', `there is no job ${id}`);

function typeOf(text: string): JobType {
  const type = jobTypes.find((known) => known === text);
  if (type === undefined)
    throw new Failure('invalid', `type: "${text.slice(0, 64)}" is none of ${jobTypes.join(', ')}`);
  return type;
}

/** Throws `invalid` that names the fields. */
function parseArgs(
  type: JobType,
  args: unknown,
  { strict = false }: { readonly strict?: boolean } = {},
): Record<string, unknown> & { readonly timeout: number } {
  const known = new Set(Object.keys(jobArgs[type].shape));
  const unknown = strict && typeof args === 'object' && args !== null ? Object.keys(args) : [];
  const odd = unknown.find((name) => !known.has(name));
  if (odd !== undefined) throw new Failure('invalid', `args.${odd.slice(0, 64)}: a ${type} has no such argument`);
  const parsed = jobArgs[type].safeParse(args ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `args.${path.join('.')}: ${message}`);
  throw new Failure('invalid', wrong.slice(0, 10).join('; '), { cause: parsed.error });
}

/** Of what was asked, whatever the order of its fields. */
const hashOf = ({ type, args, bio, clusterIds }: JobRequest): string =>
  createHash('sha256')
    .update(canonical([type, args, bio, clusterIds]))
    .digest('hex');

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
