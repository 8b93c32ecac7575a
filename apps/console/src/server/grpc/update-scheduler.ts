import { Failure } from '@damselfly/core';
import type { manager, UnaryHandler } from '@damselfly/proto';
import { z } from 'zod';
import { defaultKeepAliveIntervalMs } from '../domain/topology/leases.ts';
import type { Topology } from '../domain/topology/topology.ts';
import { clusterId, encodeScheduler } from './member-codec.ts';

/** Nanoseconds, as Go writes durations. */
const schedulerConfig = z.object({ manager_keep_alive_interval: z.number().positive().optional() });

/** Registers a scheduler, or brings its record up to date. Only keepalive makes it active. */
export const updateScheduler =
  (needs: {
    readonly topology: Pick<Topology, 'registerScheduler'>;
    readonly now: () => number;
  }): UnaryHandler<manager.UpdateSchedulerRequest, manager.Scheduler> =>
  async ({ hostname, ip, port, idc = '', location = '', features, config, schedulerClusterId }) => {
    const { scheduler, cluster } = await needs.topology.registerScheduler({
      ...{ hostname, ip, port, idc, location, features, clusterId: clusterId(schedulerClusterId) },
      keepAliveIntervalMs: keepAliveIntervalMs(config),
    });
    return encodeScheduler(scheduler, needs.now(), { cluster });
  };

function keepAliveIntervalMs(config: Uint8Array): number {
  if (config.length === 0) return defaultKeepAliveIntervalMs;
  const parsed = schedulerConfig.safeParse(parseJson(config));
  if (!parsed.success) {
    throw new Failure('invalid', 'config must be {"manager_keep_alive_interval": nanoseconds}');
  }
  const nanoseconds = parsed.data.manager_keep_alive_interval;
  return nanoseconds === undefined ? defaultKeepAliveIntervalMs : Math.min(600_000, Math.ceil(nanoseconds / 1e6));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) ?? {};
  } catch (cause) {
    throw new Failure('invalid', 'config is no JSON', { cause });
  }
}
