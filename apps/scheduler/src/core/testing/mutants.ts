/** A bug planted into one file of the core: text that stands there once, and what stands there instead. */
export interface Mutant {
  readonly bug: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Bugs that the properties have to find, each of them. */
export const mutants: readonly Mutant[] = [
  {
    bug: 'an edge that goes does not return its bandwidth',
    file: 'dag.ts',
    find: 'parent.host.txBps -= load.txBps;',
    replace: '',
  },
  {
    bug: 'an edge that goes returns one slot too many',
    file: 'dag.ts',
    find: 'parent.host.uploads -= 1;',
    replace: 'parent.host.uploads -= 2;',
  },
  {
    bug: 'a descendant counts as unrelated',
    file: 'candidates.ts',
    find: 'child.children.length > 0 && peer.order > child.order',
    replace: 'child.children.length < 0',
  },
  {
    bug: 'a parent behind its child stays there',
    file: 'dag.ts',
    find: 'if (parent.order > child.order) reorder(parent, child);',
    replace: '',
  },
  {
    bug: 'full hosts go on serving',
    file: 'standing.ts',
    find: 'host.uploads >= uploadLimitOf(turn.cluster.policy, host)',
    replace: 'false',
  },
  {
    bug: 'hosts that are being emptied go on serving',
    file: 'standing.ts',
    find: '  host.draining || host.uploads',
    replace: '  host.uploads',
  },
  {
    bug: 'hosts without bandwidth are offered like any other',
    file: 'candidates.ts',
    find: 'txBps + moreBps <= profile.maxTxBps',
    replace: 'true',
  },
  {
    bug: 'the source is visited although a neighbour is being asked',
    file: 'lookup.ts',
    find: 'if (askingUntilMs > nowMs) return false;',
    replace: 'if (askingUntilMs > nowMs) return true;',
  },
  {
    bug: 'blocks are forgotten at once',
    file: 'candidates.ts',
    find: "|| blockedUntilMs <= turn.nowMs ? undefined : 'blocked'",
    replace: "|| blockedUntilMs > 0 ? undefined : 'blocked'",
  },
  {
    bug: 'a peer is offered to its own host',
    file: 'candidates.ts',
    find: 'parent.host === child.host',
    replace: 'false',
  },
  { bug: 'ranges are not looked at', file: 'candidates.ts', find: '!covers(parent, child)', replace: 'false' },
  {
    bug: 'hosts that do not share are offered',
    file: 'standing.ts',
    find: ' && !host.profile.disableShared',
    replace: '',
  },
  {
    bug: 'a failed peer keeps its children',
    file: 'leaving.ts',
    find: "peer.phase = 'failed';\n  dropParents(turn, peer);\n  dropChildren(turn, peer);\n  endLeaseOf",
    replace: "peer.phase = 'failed';\n  dropParents(turn, peer);\n  endLeaseOf",
  },
  {
    bug: 'a peer that has finished keeps its parents',
    file: 'leaving.ts',
    find: "peer.phase = 'succeeded';\n  dropParents(turn, peer);",
    replace: "peer.phase = 'succeeded';",
  },
  {
    bug: 'a sequence is used twice',
    file: 'turn.ts',
    find: 'task.seq += 1;',
    replace: 'task.seq += task.seq % 7 === 3 ? 0 : 1;',
  },
  {
    bug: 'a lost edge is not published',
    file: 'edges.ts',
    find: 'restand(turn, edge.child);\n    publishParents(turn, edge.child);',
    replace: 'restand(turn, edge.child);',
  },
  {
    bug: 'chance comes from outside',
    file: 'random.ts',
    find: 'let state = seed >>> 0;',
    replace: 'let state = (Math.random() * 2 ** 32) >>> 0;',
  },
  {
    bug: 'a peer that waits too long is left waiting',
    file: 'expiry.ts',
    find: 'if (parkedAtMs + answerTimeoutMs > nowMs) {',
    replace: 'if (parkedAtMs > 0) {',
  },
  {
    bug: 'any number of peers fetches from the source',
    file: 'origin.ts',
    find: 'const free = lease !== undefined || mayLease(turn, peer.task);',
    replace: 'const free = true;',
  },
  { bug: 'a host forgets to forget its peers', file: 'leaving.ts', find: 'host.peers.delete(peer);', replace: '' },
  {
    bug: 'an empty task stays for ever',
    file: 'expiry.ts',
    find: 'else if (task.leases.size === 0) removeTask(turn, task);',
    replace: '',
  },
];
