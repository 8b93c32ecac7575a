import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { Reader } from '../access/access-rule.ts';
import type { SessionViewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';

/** A page as somebody wants to see it again. */
export interface SavedView {
  readonly id: number;
  readonly page: string;
  readonly name: string;
  /** The address behind the `?`. */
  readonly query: string;
  /** Everybody in the tenant sees it. */
  readonly shared: boolean;
  /** It belongs to the reader. */
  readonly own: boolean;
}

/** A page is its path, without what identifies one thing. */
export const pageName = z.string().regex(/^\/[a-z0-9/-]{0,126}$/);

export const newSavedView = z.strictObject({
  page: pageName,
  name: z.string().trim().min(1).max(60),
  query: z.string().max(4096),
  shared: z.boolean(),
});
export type NewSavedView = z.output<typeof newSavedView>;

type Row = Omit<SavedView, 'own'> & { readonly userId: number };

export interface SavedViewStore {
  list(reader: Reader, tenantId: string, page: string): Promise<readonly Row[]>;
  sameName(userId: number, tenantId: string, page: string, name: string): Promise<Row | undefined>;
  countOf(userId: number, tenantId: string): Promise<number>;
  save(view: NewSavedView & { readonly userId: number; readonly tenantId: string }): Promise<Row>;
  remove(reader: Reader, id: number): Promise<Row | undefined>;
}

/** Who keeps a view. */
export type ViewOwner = SessionViewer;

export interface SavedViews {
  list(owner: ViewOwner, page: string): Promise<readonly SavedView[]>;
  /** Replaces the owner's view of the same name. Throws `exhausted` beyond two hundred. */
  save(owner: ViewOwner, view: NewSavedView): Promise<SavedView>;
  /** Throws `notFound`. Gives back what was removed, so that it can be put back. */
  remove(owner: ViewOwner, id: number): Promise<SavedView>;
}

const maxViews = 200;

/** Views per user and tenant. */
export function createSavedViews({
  store,
  audit,
}: {
  readonly store: SavedViewStore;
  readonly audit: Pick<Audit, 'record'>;
}): SavedViews {
  const note = (owner: ViewOwner, action: string, { id, name }: Row, change: object) =>
    audit.record(owner, { action, target: { kind: 'SavedView', id, name }, ...change });
  const told = ({ userId, ...view }: Row, owner: ViewOwner): SavedView => ({ ...view, own: userId === owner.user.id });
  return {
    list: async (owner, page) => (await store.list(owner, owner.tenant.id, page)).map((row) => told(row, owner)),
    async save(owner, view) {
      if ((await store.countOf(owner.user.id, owner.tenant.id)) >= maxViews)
        throw new Failure('exhausted', `You keep ${maxViews} views already. Remove one first.`);
      const before = await store.sameName(owner.user.id, owner.tenant.id, view.page, view.name);
      const after = await store.save({ ...view, userId: owner.user.id, tenantId: owner.tenant.id });
      await note(owner, before === undefined ? 'create' : 'update', after, { before, after });
      return told(after, owner);
    },
    async remove(owner, id) {
      const row = await store.remove(owner, id);
      if (row === undefined) throw new Failure('notFound', 'There is no such view of yours.');
      await note(owner, 'delete', row, { before: row });
      return told(row, owner);
    },
  };
}
