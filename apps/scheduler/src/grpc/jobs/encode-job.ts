import type { Failure } from '@damselfly/core';
import type { jobs } from '@damselfly/proto';
import type { JobTarget } from '../../jobs/job-content.ts';
import type { JobHost } from '../../jobs/job-host.ts';
import type { Progress } from '../../jobs/preheat.ts';

export const hostMessage = ({ id, ip, hostname, seed }: JobHost): jobs.JobHost => ({ id, ip, hostname, seed });

export const targetMessage = ({ url, task }: JobTarget): jobs.JobTarget => ({ url, taskId: task });

export const failureMessage = ({ surface, message }: Failure): jobs.JobFailure => ({
  code: surface.grpc,
  description: message,
});

export const progressMessage = (progress: Progress): jobs.PreheatProgress => ({
  target: targetMessage(progress.target),
  host: hostMessage(progress.host),
  bytes: BigInt(progress.bytes),
  contentLength: progress.contentLength === undefined ? undefined : BigInt(progress.contentLength),
  finished: progress.finished,
  failure: progress.failure && failureMessage(progress.failure),
});
