import type { Manager } from './manager.ts';

const key = Symbol.for('damselfly.manager');

/**
 * The one manager of this process, for route handlers and server components. Next bundles modules several times over, so
 * only `globalThis` is common ground: take functions and plain data across it, and tell failures by `code`, never by
 * `instanceof`.
 */
export function manager(): Manager {
  const held: unknown = Reflect.get(globalThis, key);
  if (held === undefined)
    throw new Error('the manager is not running: pages are served by dist/main.js, not by `next start`');
  return held as Manager;
}

/** Makes a manager the one that Next's code finds; `undefined` takes it away. Only `main.ts` calls this. */
export function setManager(value: Manager | undefined): void {
  Reflect.set(globalThis, key, value);
}
