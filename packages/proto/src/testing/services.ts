import {
  type PublishRequest,
  type PublishResponse,
  TopologyServiceService,
} from '../gen/damselfly/topology/v1/topology.ts';
import type { Empty } from '../gen/google/protobuf/empty.ts';
import { type HealthCheckRequest, type HealthCheckResponse, HealthService } from '../gen/grpc/health/v1/health.ts';
import { type KeepAliveRequest, ManagerService } from '../gen/manager/v2/manager.ts';
import type {
  BidiHandler,
  ClientStreamHandler,
  Handlers,
  ServerStreamHandler,
  UnaryHandler,
} from '../server/handlers.ts';
import type { ServiceBinding } from '../server/serve.ts';

/** One real method of each shape, to hang a handler on. */
export const shapes = {
  unary: (handler: UnaryHandler<HealthCheckRequest, HealthCheckResponse>) => (adapt: Handlers) => [
    bound(HealthService, { check: adapt.unary(handler) }),
  ],
  serverStream: (handler: ServerStreamHandler<HealthCheckRequest, HealthCheckResponse>) => (adapt: Handlers) => [
    bound(HealthService, { watch: adapt.serverStream(handler) }),
  ],
  clientStream: (handler: ClientStreamHandler<KeepAliveRequest, Empty>) => (adapt: Handlers) => [
    bound(ManagerService, { keepAlive: adapt.clientStream(handler) }),
  ],
  bidi: (handler: BidiHandler<PublishRequest, PublishResponse>) => (adapt: Handlers) => [
    bound(TopologyServiceService, { publish: adapt.bidi(handler) }),
  ],
};

export const watch = (taskId: string): PublishResponse => ({ control: { $case: 'watch', value: { taskId } } });

export const summaries = (...goneTaskIds: string[]): PublishRequest => ({
  feed: { $case: 'taskSummaries', value: { tasks: [], full: false, goneTaskIds } },
});

export const goneTasks = ({ feed }: PublishRequest): string =>
  feed?.$case === 'taskSummaries' ? feed.value.goneTaskIds.join() : '';

function bound(
  definition: ServiceBinding['definition'],
  implementation: ServiceBinding['implementation'],
): ServiceBinding {
  return { definition, implementation };
}
