/** What is forgotten in time. Dragonfly knows the first two. */
export const gcKinds = ['audit', 'job', 'delivery', 'catalogue', 'member'] as const;
export type GcKind = (typeof gcKinds)[number];
