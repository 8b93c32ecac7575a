export * from './dag-event.ts';
export * from './digest.ts';
export * from './failure.ts';
export * from './ids.ts';
export * from './piece.ts';
export * from './task-graph.ts';
export * from './task-url.ts';
export * from './units.ts';
