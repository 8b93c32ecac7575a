/** The wire: generated messages and services, one namespace a package. */
export * as common from './gen/common/v2/common.ts';
export * as topology from './gen/damselfly/topology/v1/topology.ts';
export * as dfdaemon from './gen/dfdaemon/v2/dfdaemon.ts';
export * as errordetails from './gen/errordetails/v2/errordetails.ts';
export * as protobuf from './gen/google/protobuf/duration.ts';
export * as health from './gen/grpc/health/v1/health.ts';
export * as manager from './gen/manager/v2/manager.ts';
export * as scheduler from './gen/scheduler/v2/scheduler.ts';
