import { z } from 'zod';

/** How urgent an application's downloads are, as it is kept. */
export const storedPriority = z.object({
  value: z.int().min(0).max(20).default(0),
  urls: z.array(z.object({ regex: z.string(), value: z.int().min(0).max(20) })).default([]),
});
