import type { Log } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';
import { createSampler } from './server/domain/usage/sampler.ts';
import type { LiveHub } from './server/live/live.ts';
import type { UsageMeter } from './server/live/usage-meter.ts';

const everyMs = 15_000;

interface SamplingNeeds {
  readonly database: Pick<Database, 'usage'>;
  readonly meter: UsageMeter;
  readonly hub: Pick<LiveHub, 'hosts'>;
  readonly log: Log;
}

/** Writes down every quarter of a minute what moved. Returns how to stop; what was counted until then is written first. */
export function startSampling({ database, meter, hub, log }: SamplingNeeds): () => Promise<void> {
  const sampler = createSampler({
    store: database.usage,
    take: () => meter.take(),
    hosts: () => hub.hosts(),
    now: Date.now,
    onProblem: (err) => log.warn({ err }, 'usage could not be written; it waits for the next round'),
  });
  let round = Promise.resolve();
  const next = () => {
    round = round.then(() => sampler.round());
  };
  const timer = setInterval(next, everyMs);
  return async () => {
    clearInterval(timer);
    next();
    await round;
  };
}
