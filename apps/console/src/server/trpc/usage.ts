import { z } from 'zod';
import { type RangeName, ranges } from '../domain/usage/ranges.ts';
import { originPrice } from '../domain/usage/usage.ts';
import { may, router } from './builder.ts';

const rangeName = z.custom<RangeName>((value) => typeof value === 'string' && Object.hasOwn(ranges, value));

/** Traffic over time, and what it costs. */
export const usageRouter = router({
  history: may('read', 'Usage')
    .input(
      z.strictObject({
        range: rangeName,
        clusterId: z.int().positive().optional(),
        application: z.string().max(256).optional(),
      }),
    )
    .query(({ ctx: { viewer, services }, input }) => services.usage.history(viewer, input)),
  applications: may('read', 'Usage').query(({ ctx: { viewer, services } }) => services.usage.applications(viewer)),
  price: may('read', 'Usage').query(({ ctx: { services } }) => services.usage.price()),
  setPrice: may('manage', 'System')
    .input(originPrice)
    .mutation(({ ctx: { viewer, services }, input }) => services.usage.setPrice(viewer, input)),
});
