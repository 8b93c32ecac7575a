import type { HostId, PeerId, TaskId } from '@damselfly/core';
import type { IndexRecord, RecordOf } from './record.ts';

/** Hosts, tasks and finished peers as a file tells them. */
export class IndexState {
  readonly hosts = new Map<HostId, RecordOf<'host'>>();
  readonly tasks = new Map<TaskId, RecordOf<'task'>>();
  readonly copies = new Map<PeerId, RecordOf<'copy'>>();
  ceiling = 0;

  apply(record: IndexRecord): void {
    switch (record.kind) {
      case 'index':
        return;
      case 'sequences':
        this.ceiling = Math.max(this.ceiling, record.ceiling);
        return;
      case 'host':
        this.hosts.set(record.profile.id, record);
        return;
      case 'hostGone':
        this.hosts.delete(record.host);
        return;
      case 'task':
        this.tasks.set(record.task, record);
        return;
      case 'taskGone':
        this.tasks.delete(record.task);
        return;
      case 'copy':
        this.copies.set(record.peer, record);
        return;
      case 'copyGone':
        this.copies.delete(record.peer);
        return;
      default:
        record satisfies never;
    }
  }

  /** What may be offered: copies whose host and task are known too, by host. */
  copiesByHost(): Map<HostId, RecordOf<'copy'>[]> {
    const byHost = new Map<HostId, RecordOf<'copy'>[]>();
    for (const copy of this.copies.values()) {
      if (!this.hosts.has(copy.host) || !this.tasks.has(copy.task)) continue;
      const held = byHost.get(copy.host);
      if (held === undefined) byHost.set(copy.host, [copy]);
      else held.push(copy);
    }
    return byHost;
  }
}
