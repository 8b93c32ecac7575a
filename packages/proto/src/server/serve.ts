import { chmod } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import {
  type ChannelOptions,
  Server,
  ServerCredentials,
  type ServerInterceptor,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { hostAndPort, unixAddress } from '../address.ts';
import { listenOnSocket, type SocketListen, type SocketListener } from './listen-socket.ts';
import { addReflection } from './reflection.ts';
import { releaseStream } from './release-stream.ts';
import { tracedCalls } from './traced.ts';

/** A generated service with the object that implements it. */
export interface ServiceBinding {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

export type ListenAt =
  | { readonly host: string; readonly port: number }
  /** The caller removes a stale socket file first; `mode` is set right after binding. */
  | { readonly socketPath: string; readonly mode?: number }
  /** The same for callers who are told apart; it has its mode from its first moment on. */
  | SocketListen;

export interface ServeOptions {
  readonly listen: ListenAt;
  readonly services: readonly ServiceBinding[];
  /** Run in this order, after the one that releases streams. */
  readonly interceptors?: readonly ServerInterceptor[];
  /** Plain text unless given. */
  readonly credentials?: ServerCredentials;
  /** Lists the services to tools such as grpcurl; off unless asked for. */
  readonly reflection?: boolean;
  /** Overrides of grpc-js options. */
  readonly options?: ChannelOptions;
}

export interface RunningServer {
  /** The port in use, which matters after listening on 0; 0 on a unix socket. */
  readonly port: number;
  /** Refuses new connections and calls, waits `graceMs` for running calls, then cuts what is left. */
  close(graceMs: number): Promise<void>;
}

/** Sizes are unlimited, as peers send whole pieces; connection ages follow Dragonfly's servers. */
const defaults: ChannelOptions = {
  'grpc.max_send_message_length': -1,
  'grpc.max_receive_message_length': -1,
  'grpc.keepalive_time_ms': 300_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_connection_idle_ms': 600_000,
  'grpc.max_connection_age_ms': 12 * 3_600_000,
  'grpc.max_connection_age_grace_ms': 300_000,
};

/** Starts a gRPC server. `unavailable` when the address cannot be had. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { listen, services, interceptors = [], credentials = ServerCredentials.createInsecure() } = options;
  const server = new Server({
    ...defaults,
    ...options.options,
    interceptors: [releaseStream, tracedCalls, ...interceptors],
  });
  for (const { definition, implementation } of services) server.addService(definition, implementation);
  if (options.reflection) addReflection(server, services.flatMap(serviceName));
  if ('describePeer' in listen) return onSocket(server, await listenOnSocket(server, credentials, listen));
  const address = 'socketPath' in listen ? unixAddress(listen.socketPath) : hostAndPort(listen.host, listen.port);
  const port = await bind(server, address, credentials);
  if ('socketPath' in listen && listen.mode !== undefined) await chmod(listen.socketPath, listen.mode);
  let closing: Promise<void> | undefined;
  return {
    port: 'socketPath' in listen ? 0 : port,
    close: (graceMs) => {
      closing ??= close(server, graceMs);
      return closing;
    },
  };
}

function onSocket(server: Server, listener: SocketListener): RunningServer {
  let closing: Promise<void> | undefined;
  return {
    port: 0,
    close: (graceMs) => {
      // No new connection; then the calls, with which the last connections end.
      closing ??= Promise.all([listener.close(), close(server, graceMs)]).then(() => undefined);
      return closing;
    },
  };
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error) reject(new Failure('unavailable', `cannot listen on ${address}: ${error.message}`, { cause: error }));
      else resolve(port);
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

function serviceName({ definition }: ServiceBinding): string[] {
  const path = Object.values(definition)[0]?.path;
  return path === undefined ? [] : [path.slice(1, path.lastIndexOf('/'))];
}
