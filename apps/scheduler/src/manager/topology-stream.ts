import { taskId } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import { bidiCall, type topology } from '@damselfly/proto';
import { backoffMs } from './backoff.ts';
import { Outage } from './outage.ts';
import type { ManagerLink } from './port.ts';
import { type FeedNeeds, TopologyFeed } from './topology-feed.ts';

/** A stream that lived this long was a good one: the next attempt comes soon. */
const goodAfterMs = 10_000;
/** A stream that was not refused by then is taken for working: managers ask nothing while nobody watches. */
const worksAfterMs = 2_000;

export interface StreamNeeds extends FeedNeeds {
  readonly addr: string;
  readonly client: Pick<topology.TopologyServiceClient, 'publish'>;
  readonly log: Log;
}

/** Keeps one manager told of the topology; starts anew, with everything, whenever the stream breaks. */
export class TopologyStream implements Pick<ManagerLink, 'publish' | 'hostsChanged'> {
  readonly #needs: StreamNeeds;
  readonly #outage: Outage;
  /** Only while a stream is open: a new one begins with everything anyway. */
  #feed: TopologyFeed | undefined;

  constructor(needs: StreamNeeds) {
    this.#needs = needs;
    this.#outage = new Outage({ log: needs.log, what: `telling the manager at ${needs.addr} the topology` });
  }

  publish: ManagerLink['publish'] = (task, seq, event) => this.#feed?.publish(task, seq, event);

  hostsChanged(): void {
    this.#feed?.hostsChanged();
  }

  /** Runs until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const openedAt = performance.now();
      try {
        await this.#stream(signal);
      } catch (thrown) {
        if (signal.aborted) return;
        this.#outage.failed(thrown);
      }
      if (performance.now() - openedAt > goodAfterMs) attempt = 0;
      await pause(backoffMs(attempt), signal);
    }
  }

  async #stream(signal: AbortSignal): Promise<void> {
    const { client } = this.#needs;
    const over = new AbortController();
    const accepted = setTimeout(() => this.#outage.works(), worksAfterMs);
    const feed = new TopologyFeed(this.#needs);
    this.#feed = feed;
    try {
      const messages = feed.messages(AbortSignal.any([signal, over.signal]));
      for await (const { control } of bidiCall(client.publish.bind(client), messages, { signal })) {
        this.#obey(feed, control);
      }
    } finally {
      clearTimeout(accepted);
      this.#feed = undefined;
      over.abort();
    }
  }

  #obey(feed: TopologyFeed, control: topology.PublishResponse['control']): void {
    switch (control?.$case) {
      case 'watch':
        feed.watch(taskId(control.value.taskId));
        return;
      case 'unwatch':
        feed.unwatch(taskId(control.value.taskId));
        return;
      case 'snapshotWanted':
        feed.snapshotWanted(taskId(control.value.taskId));
        return;
      case 'record':
        feed.record(control.value.maxTasks);
        return;
      case undefined:
        this.#needs.log.debug('the manager asked for something this version does not know');
        return;
      default:
        control satisfies never;
    }
  }
}
