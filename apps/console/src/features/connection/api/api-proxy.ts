/** What is called at the end of a path of names. */
type Call = (path: readonly string[], args: readonly unknown[]) => unknown;

/** `proxy.tasks.list.query(input)` becomes `call(['tasks', 'list', 'query'], [input])`. */
export function pathProxy(call: Call, path: readonly string[] = []): unknown {
  return new Proxy(() => undefined, {
    // Nothing of ours is a promise: who awaits a part of the path gets the part.
    get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : pathProxy(call, [...path, name])),
    apply: (_, __, args) => call(path, args),
  });
}
