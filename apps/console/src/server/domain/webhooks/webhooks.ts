import { randomBytes } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Sealer } from '../secrets/sealer.ts';

export interface WebhookRow {
  readonly id: number;
  readonly tenantId: string;
  readonly name: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface DeliveryRow {
  readonly id: string;
  readonly event: string;
  readonly payload: unknown;
  readonly state: 'pending' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly statusCode: number | null;
  readonly failure: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

interface StoredWebhook extends Pick<WebhookRow, 'name' | 'url' | 'events' | 'enabled'> {
  readonly secretCipher: string;
}

/** Keeps webhooks; those that a reader may not touch do not exist for it. A name twice in a tenant: `conflict`. */
export interface WebhookStore {
  list(reader: Reader): Promise<readonly WebhookRow[]>;
  insert(tenantId: string, webhook: StoredWebhook): Promise<WebhookRow>;
  byId(reader: Reader, action: 'update' | 'delete', id: number): Promise<WebhookRow | undefined>;
  update(id: number, change: Partial<StoredWebhook>): Promise<WebhookRow | undefined>;
  remove(id: number): Promise<void>;
  deliveries(reader: Reader, webhookId: number): Promise<readonly DeliveryRow[]>;
}

const events = z.array(z.enum(['job.succeeded', 'job.partial', 'job.failed', 'job.cancelled']));
const shape = {
  name: z.string().trim().min(1).max(128),
  url: z.url({ protocol: /^https?$/ }).max(2048),
  /** Signs what is sent; made up when it is left out. */
  secret: z.string().min(16).max(256).optional(),
};
export const webhookSettings = z.strictObject({
  ...shape,
  /** None: all of them. */
  events: events.default([]),
  enabled: z.boolean().default(true),
});
export const webhookChange = z.strictObject({
  name: shape.name.optional(),
  url: shape.url.optional(),
  secret: shape.secret,
  events: events.optional(),
  enabled: z.boolean().optional(),
});

/** What the keys of webhooks are sealed for. */
export const webhookPurpose = 'webhook';

export interface Webhooks {
  list(reader: Reader): Promise<readonly WebhookRow[]>;
  /** The secret is in this answer only. */
  create(viewer: Viewer, settings: z.output<typeof webhookSettings>): Promise<WebhookRow & { readonly secret: string }>;
  update(viewer: Viewer, id: number, change: z.output<typeof webhookChange>): Promise<WebhookRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
  /** The last hundred, newest first. */
  deliveries(reader: Reader, id: number): Promise<readonly DeliveryRow[]>;
}

const missing = (id: number) => new Failure('notFound', `there is no webhook ${id}`);

export interface WebhooksNeeds {
  readonly store: WebhookStore;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
}

/** Who is told when jobs end. */
export function createWebhooks({ store, sealer, audit }: WebhooksNeeds): Webhooks {
  const found = async (viewer: Viewer, action: 'update' | 'delete', id: number) => {
    const row = await store.byId(viewer, action, id);
    if (row === undefined) throw missing(id);
    return row;
  };
  const note = (viewer: Viewer, action: string, { id, name, tenantId }: WebhookRow, change: object) =>
    audit.record(viewer, { action, tenantId, target: { kind: 'Webhook', id, name }, ...change });
  return {
    list: (reader) => store.list(reader),
    async create(viewer, { secret = randomBytes(24).toString('base64url'), ...settings }) {
      const row = await store.insert(viewer.tenant.id, {
        ...settings,
        secretCipher: sealer.seal(secret, webhookPurpose),
      });
      await note(viewer, 'create', row, { after: row });
      return { ...row, secret };
    },
    async update(viewer, id, { secret, ...change }) {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const sealed = secret === undefined ? {} : { secretCipher: sealer.seal(secret, webhookPurpose) };
      const before = await found(viewer, 'update', id);
      const after = await store.update(id, { ...given, ...sealed });
      if (after === undefined) throw missing(id);
      await note(viewer, 'update', after, { before, after: { ...after, newKey: secret !== undefined } });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await note(viewer, 'delete', before, { before });
    },
    deliveries: (reader, id) => store.deliveries(reader, id),
  };
}
