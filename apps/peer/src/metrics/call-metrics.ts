import { Counter, type Registry } from '@damselfly/core/node';
import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/** Calls that Dragonfly counts, and the kind of task each is about: the label `type` is its number. */
const counted =
  /^(?:Stat|StatLocal|ListLocal|List|Update|Delete|DeleteLocal)(PersistentCache|Persistent|Cache)?(?:Task|Tasks|TaskEntries|Host)$/;
const kindNumbers: Readonly<Record<string, string>> = { Persistent: '1', PersistentCache: '2', Cache: '3' };

/**
 * Counts unary calls as Dragonfly names them: `StatTask` is `stat_task_total` and `stat_task_failure_total`. What was
 * not there or not allowed counts as a failure, too; the caller that left does not.
 */
export function countedCalls(registry: Registry): ServerInterceptor {
  const counters = new Map<string, Counter<'type'>>();
  const count = (name: string, type: string) => {
    const full = `dragonfly_client_${name}_total`;
    const help = `Calls of ${name.replace(/_failure$/, '')}${name.endsWith('_failure') ? ' that failed' : ''}.`;
    const counter =
      counters.get(full) ?? new Counter({ name: full, help, labelNames: ['type'], registers: [registry] });
    counters.set(full, counter);
    counter.inc({ type });
  };
  return (method, call) => {
    const name = method.path.split('/').at(-1) ?? '';
    const kind = counted.exec(name);
    if (kind === null || method.responseStream) return new ServerInterceptingCall(call);
    const type = kindNumbers[kind[1] ?? ''] ?? '0';
    const metric = snake(name.replace(kind[1] ?? '', ''));
    count(metric, type);
    return new ServerInterceptingCall(call, {
      sendStatus: (ended, next) => {
        if (ended.code !== status.OK && ended.code !== status.CANCELLED) count(`${metric}_failure`, type);
        next(ended);
      },
    });
  };
}

const snake = (name: string) => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
