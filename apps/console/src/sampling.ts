import type { Log } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';
import { createSampler } from './server/domain/usage/sampler.ts';
import type { LiveHub } from './server/live/live.ts';
import type { UsageMeter } from './server/live/usage-meter.ts';

const everyMs = 15_000;
/** What tenants keep on seeds is summed up over the whole catalogue, so not every time: once in five minutes. */
const roundsBetweenMeasuring = 20;
/** Windows of quotas that are over are kept so long; days a little longer than the longest chart of them. */
const keptMinutesMs = 3600e3;
const keptDaysMs = 40 * 24 * 3600e3;

interface SamplingNeeds {
  readonly database: Pick<Database, 'usage' | 'quotas' | 'rateLimits'>;
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
  const measure = async () => {
    const nowMs = Date.now();
    await database.rateLimits.forgetFull();
    await database.quotas.measureSeeds();
    await database.quotas.forgetBefore({ minute: new Date(nowMs - keptMinutesMs), day: new Date(nowMs - keptDaysMs) });
  };
  const upkeep = () => measure().catch((err) => log.warn({ err }, 'quotas were not brought up to date; trying on'));
  let rounds = 0;
  let round = Promise.resolve();
  const next = () => {
    round = round.then(() => sampler.round());
    rounds += 1;
    if (rounds % roundsBetweenMeasuring === 1) round = round.then(upkeep);
  };
  const timer = setInterval(next, everyMs);
  return async () => {
    clearInterval(timer);
    next();
    await round;
  };
}
