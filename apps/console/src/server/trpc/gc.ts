import { z } from 'zod';
import { gcPeriods } from '../domain/gc/gc.ts';
import { gcKinds } from '../domain/gc/kinds.ts';
import { makerOf } from '../domain/jobs/maker.ts';
import { may, router } from './builder.ts';

const kind = z.enum(gcKinds);

/** What is forgotten in time. Runs that somebody asked for are jobs of type `gc`. */
export const gcRouter = router({
  list: may('read', 'System').query(({ ctx: { services } }) => services.gc.list()),
  set: may('update', 'Setting')
    .input(gcPeriods.extend({ kind }))
    .mutation(({ ctx: { viewer, services }, input: { kind: what, ...periods } }) =>
      services.gc.set(viewer, what, periods),
    ),
  /** The job that does it. */
  run: may('create', 'Job')
    .input(z.strictObject({ kind }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.jobs.create(makerOf(viewer), { type: 'gc', args: { type: input.kind }, strict: true }),
    ),
});
