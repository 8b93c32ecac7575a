import type { Flow, PeerNode, TaskGraph } from '@damselfly/core';

const copyFlow = (flow: Flow): Flow => ({ ...flow });

/** A node that shares nothing that changes with the original. */
export function copyNode(node: PeerNode): PeerNode {
  const from = new Map([...node.from].map(([parent, flow]) => [parent, copyFlow(flow)]));
  return { ...node, from, fromSource: node.fromSource && copyFlow(node.fromSource) };
}

/** A graph for a reader who keeps it while the original moves on. */
export function copyGraph(graph: TaskGraph): TaskGraph {
  return { ...graph, peers: new Map([...graph.peers].map(([peer, node]) => [peer, copyNode(node)])) };
}
