import { Failure } from '@damselfly/core';
import { tracingOn } from '@damselfly/core/node';
import { type ChannelCredentials, type Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import { bearing } from './bearer.ts';
import { tracedCall } from './traced.ts';

/** What every Dragonfly client gives a connection to come up. */
export const connectTimeoutMs = 3_000;

/** Options of a channel of our own: unlimited sizes, no proxy from the environment, quick to reconnect. */
export function channelOptions(overrides: ClientOptions = {}): ClientOptions {
  return {
    'grpc.max_send_message_length': -1,
    'grpc.max_receive_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.keepalive_time_ms': 300_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.initial_reconnect_backoff_ms': 500,
    'grpc.max_reconnect_backoff_ms': 10_000,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
    'grpc.service_config_disable_resolution': 1,
    ...overrides,
  };
}

/** The constructor of a generated client. */
export type ClientConstructor<C extends Client> = new (
  address: string,
  credentials: ChannelCredentials,
  options?: Partial<ClientOptions>,
) => C;

export interface ChannelSetup {
  /** `host:port` or `unix:path`. */
  readonly address: string;
  /** Plain text unless given. */
  readonly credentials?: ChannelCredentials;
  readonly options?: ClientOptions;
  /** Shown with every call. */
  readonly token?: string | undefined;
}

/** A client with a channel of its own; connects on first use. Close it when done. */
export function createClient<C extends Client>(Constructor: ClientConstructor<C>, setup: ChannelSetup): C {
  const interceptors = [...(tracingOn() ? [tracedCall] : []), ...(setup.token ? [bearing(setup.token)] : [])];
  return new Constructor(setup.address, setup.credentials ?? credentials.createInsecure(), {
    ...(interceptors.length > 0 && { interceptors }),
    ...channelOptions(setup.options),
  });
}

/** Waits for the connection. `unavailable` when it does not come up in time. */
export function connected(client: Client, timeoutMs = connectTimeoutMs): Promise<void> {
  return new Promise((resolve, reject) => {
    client.waitForReady(Date.now() + timeoutMs, (error) => {
      if (!error) resolve();
      else
        reject(
          new Failure('unavailable', `no connection to ${target(client)} within ${timeoutMs} ms`, { cause: error }),
        );
    });
  });
}

function target(client: Client): string {
  return client.getChannel().getTarget().replace(/^dns:/, '');
}
