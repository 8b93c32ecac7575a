import { createClient, decisions, jobs, neighbours, scheduler } from '@damselfly/proto';
import type { Client } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { runningScheduler } from '../testing/running-scheduler.ts';

interface Method {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
}

/** Every method the scheduler serves to peers and programs, by its path. */
const methods: readonly Method[] = [
  ...Object.values(scheduler.SchedulerService),
  ...Object.values(decisions.DecisionServiceService),
  ...Object.values(jobs.JobServiceService),
  ...Object.values(neighbours.NeighbourServiceService),
];

/** These ask for everything there is, or for nobody in particular. */
const needsNothing = ['/scheduler.v2.Scheduler/ListHosts'];

/** The status that a message without a single field gets; `OK` when it is taken. */
function statusOfNothing(client: Client, { path, requestStream, responseStream }: Method): Promise<string> {
  const [write, read] = [() => Buffer.alloc(0), () => ({})];
  return new Promise((resolve) => {
    const done = (error: { code?: number; details?: string } | null) =>
      resolve(error === null ? 'OK' : `${error.code} ${error.details}`);
    const follow = (stream: NodeJS.EventEmitter) => stream.on('error', done).on('end', () => done(null));
    if (requestStream) {
      const call = client.makeBidiStreamRequest(path, write, read);
      follow(call.resume());
      call.write({});
    } else if (responseStream) follow(client.makeServerStreamRequest(path, write, read, {}).resume());
    else client.makeUnaryRequest(path, write, read, {}, done);
  });
}

test.each(methods.filter(({ path }) => !needsNothing.includes(path)))(
  'an empty message to $path is refused as invalid, naming a field',
  async (method) => {
    await using running = await runningScheduler();
    const client = createClient(scheduler.SchedulerClient, { address: running.address });
    try {
      expect(await statusOfNothing(client, method)).toMatch(/^3 [a-z_.]+ (must|is)/);
    } finally {
      client.close();
    }
  },
);
