import {
  applyEvent,
  type DagEvent,
  emptyTaskGraph,
  type PeerState,
  type TaskGraph,
  type TaskId,
  type TaskSummary,
} from '@damselfly/core';

interface Page {
  readonly graph: TaskGraph;
  readonly peersByState: Record<PeerState, number>;
  seeds: number;
  bytesFromSource: number;
  bytesFromPeers: number;
}

/** The DAG of every task as its published events tell it, so that a snapshot always equals the replay of the events. */
export class DagBook {
  readonly #pages = new Map<TaskId, Page>();

  /** Enters one event. */
  enter(task: TaskId, seq: number, event: DagEvent): void {
    const page = this.#pages.get(task) ?? emptyPage(task);
    this.#pages.set(task, page);
    count(page, event);
    applyEvent(page.graph, event);
    page.graph.seq = seq;
    page.graph.atMs = event.atMs;
  }

  forget(task: TaskId): void {
    this.#pages.delete(task);
  }

  /** The live graph, for reading only. */
  snapshot(task: TaskId): TaskGraph | undefined {
    return this.#pages.get(task)?.graph;
  }

  summary(task: TaskId): TaskSummary | undefined {
    const page = this.#pages.get(task);
    return page && summaryOf(page);
  }

  *summaries(): Generator<TaskSummary> {
    for (const page of this.#pages.values()) {
      const summary = summaryOf(page);
      if (summary !== undefined) yield summary;
    }
  }
}

const emptyPage = (task: TaskId): Page => ({
  graph: emptyTaskGraph(task),
  peersByState: { waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 },
  seeds: 0,
  bytesFromSource: 0,
  bytesFromPeers: 0,
});

/** Keeps a page's numbers in step with an event that is about to be applied to its graph. */
function count(page: Page, event: DagEvent): void {
  switch (event.kind) {
    case 'peerJoined':
      page.peersByState.waiting += 1;
      if (event.peerKind === 'seed') page.seeds += 1;
      return;
    case 'peerStateChanged': {
      const before = page.graph.peers.get(event.peer)?.state;
      if (before === undefined) return;
      page.peersByState[before] -= 1;
      page.peersByState[event.state] += 1;
      return;
    }
    case 'peerLeft': {
      const node = page.graph.peers.get(event.peer);
      if (node === undefined) return;
      page.peersByState[node.state] -= 1;
      if (node.kind === 'seed') page.seeds -= 1;
      return;
    }
    case 'piecesFinished':
      if (event.parent === null) page.bytesFromSource += event.bytes;
      else if (event.parent !== event.peer) page.bytesFromPeers += event.bytes;
      return;
    case 'taskChanged':
    case 'parentsChanged':
    case 'pieceFailed':
      return;
    default:
      event satisfies never;
  }
}

function summaryOf({ graph, peersByState, seeds, bytesFromSource, bytesFromPeers }: Page): TaskSummary | undefined {
  const { task, facts, atMs: updatedAtMs } = graph;
  if (facts === undefined) return undefined;
  return { task, facts, peersByState: { ...peersByState }, seeds, bytesFromSource, bytesFromPeers, updatedAtMs };
}
