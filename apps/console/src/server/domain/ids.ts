import { z } from 'zod';

/** The id of a row that Dragonfly numbers: what fits an INTEGER column. */
export const rowId = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

/** A name of a thing of a tenant. */
export const shortName = z.string().trim().min(1).max(64);
export const description = z.string().max(1024);
