import { Counter, type Registry } from '@damselfly/core/node';
import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/** Calls that Dragonfly counts, and the kind of task each is about: the label `type` is its number. */
const counted =
  /^(?:Stat|StatLocal|ListLocal|List|Update|Delete|DeleteLocal)(PersistentCache|Persistent|Cache)?(?:Task|Tasks|TaskEntries|Host)$/;
const kindNumbers: Readonly<Record<string, string>> = { Persistent: '1', PersistentCache: '2', Cache: '3' };

/**
 * Counts unary calls as Dragonfly names them: `StatTask` is `stat_task_total` and `stat_task_failure_total`. What was
 * not there or not allowed counts as a failure, too; the caller that left does not. Every call is counted by its status.
 */
export function countedCalls(registry: Registry): ServerInterceptor {
  const calls = new Counter({
    name: 'damselfly_peer_calls_total',
    help: 'Calls of other hosts and of programs on this one, by method and gRPC status.',
    labelNames: ['method', 'status'],
    registers: [registry],
  });
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
    if (kind === null || method.responseStream) {
      return new ServerInterceptingCall(call, {
        sendStatus: (ended, next) => {
          calls.inc({ method: name, status: status[ended.code] });
          next(ended);
        },
      });
    }
    const type = kindNumbers[kind[1] ?? ''] ?? '0';
    const metric = snake(name.replace(kind[1] ?? '', ''));
    count(metric, type);
    return new ServerInterceptingCall(call, {
      sendStatus: (ended, next) => {
        calls.inc({ method: name, status: status[ended.code] });
        if (ended.code !== status.OK && ended.code !== status.CANCELLED) count(`${metric}_failure`, type);
        next(ended);
      },
    });
  };
}

const snake = (name: string) => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
