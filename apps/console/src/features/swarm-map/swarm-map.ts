import type { inferProcedureOutput } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Stream = inferProcedureOutput<AppRouter['clusters']['watchMap']>;

/** A cluster as who is where and who sends to whom, as the console's API tells it. */
export type SwarmMap = Stream extends AsyncIterable<infer Item> ? Item : never;
export type MapHost = SwarmMap['hosts'][number];
export type MapFlow = SwarmMap['flows']['flows'][number];
