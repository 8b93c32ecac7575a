import { EventEmitter, once } from 'node:events';
import { Failure } from '@damselfly/core';
import {
  type HealthCheckRequest,
  type HealthCheckResponse,
  type HealthServer,
  HealthService,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../gen/grpc/health/v1/health.ts';
import type { CallContext } from './call-context.ts';
import type { Handlers } from './handlers.ts';
import type { ServiceBinding } from './serve.ts';

/** grpc.health.v1 with a status per service; the empty name is the server as a whole. */
export class Health {
  readonly #statuses = new Map<string, ServingStatus>();
  readonly #changes = new EventEmitter().setMaxListeners(0);

  constructor({ serving = [''] }: { serving?: readonly string[] } = {}) {
    for (const service of serving) this.#statuses.set(service, ServingStatus.SERVING);
  }

  /** Sets what Check answers and tells every watcher. */
  set(service: string, serving: boolean): void {
    this.#statuses.set(service, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    this.#changes.emit('change');
  }

  /** Turns every service off; callers then go elsewhere while the server drains. */
  stop(): void {
    for (const service of this.#statuses.keys()) this.#statuses.set(service, ServingStatus.NOT_SERVING);
    this.#changes.emit('change');
  }

  /** The service to hand to `serve`. */
  binding({ unary, serverStream }: Handlers): ServiceBinding {
    const implementation: HealthServer = {
      check: unary(async (request) => this.#check(request)),
      watch: serverStream((request, context) => this.#watch(request, context)),
    };
    return { definition: HealthService, implementation };
  }

  #check({ service }: HealthCheckRequest): HealthCheckResponse {
    const status = this.#statuses.get(service);
    if (status === undefined) throw new Failure('notFound', `no service ${service} here`);
    return { status };
  }

  async *#watch({ service }: HealthCheckRequest, { signal }: CallContext): AsyncGenerator<HealthCheckResponse> {
    let sent: ServingStatus | undefined;
    for (;;) {
      const status = this.#statuses.get(service) ?? ServingStatus.SERVICE_UNKNOWN;
      if (status === sent) {
        await once(this.#changes, 'change', { signal });
        continue;
      }
      sent = status;
      yield { status };
    }
  }
}
