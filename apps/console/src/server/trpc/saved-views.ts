import { z } from 'zod';
import { newSavedView, pageName } from '../domain/saved-views/saved-views.ts';
import { may, router } from './builder.ts';

const id = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

/** The views that people keep of pages. */
export const savedViewsRouter = router({
  list: may('read', 'SavedView')
    .input(z.strictObject({ page: pageName }))
    .query(({ ctx: { viewer, services }, input }) => services.savedViews.list(viewer, input.page)),
  save: may('create', 'SavedView')
    .input(newSavedView)
    .mutation(({ ctx: { viewer, services }, input }) => services.savedViews.save(viewer, input)),
  remove: may('delete', 'SavedView')
    .input(z.strictObject({ id }))
    .mutation(({ ctx: { viewer, services }, input }) => services.savedViews.remove(viewer, input.id)),
});
