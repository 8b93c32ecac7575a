import type { Reader, Subject } from '../access/access-rule.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { type Author, authorOf } from './author.ts';
import { eventHash } from './event-hash.ts';
import { csvHead, csvLine, jsonLine } from './formats.ts';
import type { AuditEvent, AuditFilter, AuditStore, NewAuditEvent, NumberedFilter } from './stores.ts';
import { cleanText, withoutSecrets } from './without-secrets.ts';

/** What somebody did. */
export interface Deed {
  /** `create`, `update`, `delete`, `sign-in`, `cancel` …: a verb, in kebab-case. */
  readonly action: string;
  readonly target?: { readonly kind: Subject; readonly id: string | number; readonly name?: string };
  /** Whom it concerns; the author's tenant unless said, `null` for the platform. */
  readonly tenantId?: string | null;
  /** `success` unless said. */
  readonly outcome?: NewAuditEvent['outcome'];
  /** The target as it was and as it is; secrets are taken out here. */
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface AuditPage {
  readonly items: readonly AuditEvent[];
  /** Where the next page begins; absent on the last. */
  readonly nextCursor?: string;
}

export type AuditFormat = 'csv' | 'json-lines';

/** A part of an export. */
export interface AuditPart {
  readonly text: string;
  /** Absent on the last. */
  readonly nextCursor?: string;
}

/** What a check of the chain found. */
export interface ChainVerdict {
  readonly intact: boolean;
  /** How many events were looked at. */
  readonly checked: number;
  /** The first event that does not follow from the one before; absent also when events are missing at the end. */
  readonly brokenAt?: bigint;
}

export interface Audit {
  /** Writes down a deed. Every change in every domain comes through here. */
  record(by: Viewer | Author, deed: Deed): Promise<void>;
  /** The newest first. */
  search(
    reader: Reader,
    query: AuditFilter & { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<AuditPage>;
  /** The newest first, for who counts pages. */
  paged(
    reader: Reader,
    filter: NumberedFilter,
    page: { readonly skip: number; readonly limit: number },
  ): Promise<{ readonly items: readonly AuditEvent[]; readonly total: number }>;
  /** Everything that fits as a file, the newest first, in parts of at most 8 MiB; `nextCursor` asks for the part behind. */
  exportPart(
    reader: Reader,
    query: AuditFilter & { readonly cursor?: string | undefined; readonly format: AuditFormat },
  ): Promise<AuditPart>;
  /** The same in one go, read as fast as it is taken. */
  exported(reader: Reader, filter: AuditFilter, format: AuditFormat): AsyncIterable<string>;
  /** Recomputes the chain from its anchor to its head. */
  verify(): Promise<ChainVerdict>;
  /** Forgets the oldest; says how many. What remains can still be verified. */
  forgetBefore(at: Date): Promise<number>;
}

const batch = 500;
const maxPartLength = 8 * 2 ** 20;

const idOf = (cursor: string | undefined): bigint | undefined =>
  cursor !== undefined && /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : undefined;

/** The audit log: who did what to what, from where, each line bound to the one before. */
export function createAudit({ store, now }: { readonly store: AuditStore; readonly now: () => number }): Audit {
  return {
    async record(by, deed) {
      const event = written('rules' in by ? authorOf(by) : by, deed, new Date(now()));
      await store.append(event, (previous) => eventHash(previous, event));
    },
    async search(reader, { cursor, limit, ...filter }) {
      const found = await store.page(reader, filter, { beforeId: idOf(cursor), limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(found.length > limit && last && { nextCursor: last.id.toString() }) };
    },
    paged: store.numbered,
    async exportPart(reader, { cursor, format, ...filter }) {
      let beforeId = idOf(cursor);
      let text = format === 'csv' && beforeId === undefined ? csvHead : '';
      for (;;) {
        const events = await store.page(reader, filter, { beforeId, limit: batch });
        for (const event of events) {
          text += format === 'csv' ? csvLine(event) : jsonLine(event);
          beforeId = event.id;
          if (text.length >= maxPartLength) return { text, nextCursor: event.id.toString() };
        }
        if (events.length < batch) return { text };
      }
    },
    async *exported(reader, filter, format) {
      if (format === 'csv') yield csvHead;
      for (let beforeId: bigint | undefined; ; ) {
        const events = await store.page(reader, filter, { beforeId, limit: batch });
        if (events.length > 0) yield events.map(format === 'csv' ? csvLine : jsonLine).join('');
        beforeId = events.at(-1)?.id;
        if (events.length < batch) return;
      }
    },
    async verify() {
      const { anchorId, anchorHash, headId, headHash } = await store.chain();
      let checked = 0;
      let hash = anchorHash;
      for (let id = anchorId; id < headId; ) {
        const events = await store.inOrder(id, batch);
        for (const event of events) {
          if (event.id > headId) break;
          hash = eventHash(hash, event);
          if (hash !== event.hash) return { intact: false, checked, brokenAt: event.id };
          checked += 1;
        }
        if (events.length === 0) break;
        id = events.at(-1)?.id ?? headId;
      }
      const [behind] = await store.inOrder(headId, 1);
      // Somebody may have appended meanwhile; then the head has moved as well.
      const added = behind !== undefined && (await store.chain()).headId === headId;
      return { intact: hash === headHash && !added, checked, ...(added && { brokenAt: behind.id }) };
    },
    forgetBefore: (at) => store.forgetBefore(at),
  };
}

/** Fits the columns; nothing that stands in it is a secret. */
function written({ kind, userId, name, tenantId, from }: Author, deed: Deed, at: Date): NewAuditEvent {
  const { action, target, outcome = 'success', before = null, after = null } = deed;
  return {
    at,
    tenantId: deed.tenantId === undefined ? tenantId : deed.tenantId,
    actorKind: kind,
    actorUserId: userId,
    actorName: cleanText(name).slice(0, 64),
    action: action.slice(0, 64),
    targetKind: target?.kind ?? '',
    targetId: cleanText(String(target?.id ?? '')).slice(0, 256),
    targetName: cleanText(target?.name ?? '').slice(0, 256),
    outcome,
    ip: from.ip.slice(0, 64),
    userAgent: cleanText(from.userAgent).slice(0, 256),
    requestId: cleanText(from.requestId ?? '').slice(0, 64),
    before: withoutSecrets(before),
    after: withoutSecrets(after),
  };
}
