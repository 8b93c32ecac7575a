export * from './config.ts';
export * from './lifecycle.ts';
export * from './log.ts';
export * from './metrics.ts';
export * from './scheduler-ring.ts';
export * from './task-id.ts';
export * from './tracing.ts';
export * from './wait.ts';
