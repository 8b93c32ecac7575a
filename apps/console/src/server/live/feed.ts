import type { HostFacts, HostFlows, HostId, TaskId, TaskSummary } from '@damselfly/core';
import type { LiveScheduler } from '../domain/live/live-view.ts';
import { FactTable } from './fact-table.ts';
import type { SchedulerControls, SchedulerHello } from './live.ts';

export interface FeedOptions {
  readonly key: string;
  readonly hello: SchedulerHello;
  readonly maxTasks: number;
  readonly maxHosts: number;
  readonly onTaskChange: (feed: Feed, task: TaskId) => void;
}

/** What one scheduler told, over all its streams and restarts. */
export class Feed {
  readonly key: string;
  readonly hosts: FactTable<HostId, HostFacts>;
  readonly tasks: FactTable<TaskId, TaskSummary>;
  hello: SchedulerHello;
  /** Who sends to whom, as last told. */
  flows: HostFlows | undefined;
  /** The open stream; a newer one takes its place. */
  controls: SchedulerControls | undefined;
  sinceMs = 0;

  constructor({ key, hello, maxTasks, maxHosts, onTaskChange }: FeedOptions) {
    this.key = key;
    this.hello = hello;
    this.hosts = new FactTable({ limit: maxHosts, onChange: () => undefined });
    this.tasks = new FactTable({ limit: maxTasks, onChange: (task) => onTaskChange(this, task) });
  }

  get address(): string {
    return `${this.hello.ip}:${this.hello.port}`;
  }

  /** A stream opened. What an earlier one told stays stale until this one tells it too. */
  connected(hello: SchedulerHello, controls: SchedulerControls, nowMs: number): void {
    this.lost(nowMs);
    this.hello = hello;
    this.controls = controls;
  }

  lost(nowMs: number): void {
    this.controls = undefined;
    this.flows = undefined;
    this.sinceMs = nowMs;
    this.hosts.markStale(nowMs);
    this.tasks.markStale(nowMs);
  }

  /** True when nothing is left to show of a lost scheduler. */
  get forgettable(): boolean {
    return this.controls === undefined && this.tasks.size === 0 && this.hosts.size === 0;
  }

  describe(): LiveScheduler {
    const { schedulerId, clusterId: schedulerClusterId, hostname, ip, port, startedAtMs } = this.hello;
    const state = { connected: this.controls !== undefined, sinceMs: this.sinceMs };
    const counts = { hosts: this.hosts.size, tasks: this.tasks.size };
    return { schedulerId, schedulerClusterId, hostname, ip, port, startedAtMs, ...state, ...counts };
  }
}
