import { z } from 'zod';
import { applicationSettings } from '../domain/applications/applications.ts';
import { may, router } from './builder.ts';

const id = z.int().positive();

export const applicationsRouter = router({
  list: may('read', 'Application').query(({ ctx: { viewer, services } }) => services.applications.list(viewer)),
  byId: may('read', 'Application')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.applications.byId(viewer, input.id)),
  create: may('create', 'Application')
    .input(applicationSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.applications.create(viewer, input)),
  update: may('update', 'Application')
    .input(z.strictObject({ id, settings: applicationSettings }))
    .mutation(({ ctx: { viewer, services }, input }) => services.applications.update(viewer, input.id, input.settings)),
  remove: may('delete', 'Application')
    .input(z.strictObject({ id }))
    .mutation(({ ctx: { viewer, services }, input }) => services.applications.remove(viewer, input.id)),
});
