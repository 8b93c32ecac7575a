import { Failure, type HostFacts, type HostFlows } from '@damselfly/core';
import type * as wire from './gen/damselfly/topology/v1/topology.ts';
import { decodeTaskId, host, keyOf, measure, number, peerKinds, text, uint32, uint64 } from './wire-values.ts';

export function encodeHost(facts: HostFacts): wire.TopologyHost {
  const { id, hostname, ip, port, idc, location, os, version, disableShared, proxyPort } = facts;
  return {
    ...{ id, hostname, ip, idc, location, os, version, disableShared },
    ...facts.details,
    downloadPort: uint32(facts.details.downloadPort),
    port: uint32(port),
    proxyPort: uint32(proxyPort),
    kind: peerKinds[facts.kind],
    concurrentUploadLimit: uint32(facts.concurrentUploadLimit),
    concurrentUploadCount: uint32(facts.concurrentUploadCount),
    maxTxBps: uint64(facts.maxTxBps),
    txBps: uint64(facts.txBps),
    diskTotal: uint64(facts.diskTotalBytes),
    diskFree: uint64(facts.diskFreeBytes),
    cpuPercent: facts.cpuPercent,
    memoryUsedPercent: facts.memoryUsedPercent,
    announcedAtMs: uint64(facts.announcedAtMs),
  };
}

/** Throws `invalid`. */
export function decodeHost(message: wire.TopologyHost): HostFacts {
  const { port, proxyPort, concurrentUploadLimit, concurrentUploadCount, disableShared } = message;
  if ([port, proxyPort, message.downloadPort].some((one) => one < 0 || one > 65535)) {
    throw new Failure('invalid', `host ${message.id} names a port outside 0 to 65535`);
  }
  return {
    id: host(message.id),
    hostname: text(message.hostname),
    ip: text(message.ip),
    port,
    idc: text(message.idc),
    location: text(message.location),
    kind: keyOf(peerKinds, message.kind, 'peer kind'),
    concurrentUploadLimit,
    concurrentUploadCount,
    os: text(message.os),
    version: text(message.version),
    details: {
      downloadPort: message.downloadPort,
      platform: text(message.platform),
      platformFamily: text(message.platformFamily),
      platformVersion: text(message.platformVersion),
      kernelVersion: text(message.kernelVersion),
      gitCommit: text(message.gitCommit),
      buildPlatform: text(message.buildPlatform),
    },
    disableShared,
    proxyPort,
    maxTxBps: number(message.maxTxBps, 'max_tx_bps'),
    txBps: number(message.txBps, 'tx_bps'),
    diskTotalBytes: number(message.diskTotal, 'disk_total'),
    diskFreeBytes: number(message.diskFree, 'disk_free'),
    cpuPercent: measure(message.cpuPercent, 'cpu_percent'),
    memoryUsedPercent: measure(message.memoryUsedPercent, 'memory_used_percent'),
    announcedAtMs: number(message.announcedAtMs, 'announced_at_ms'),
  };
}

export function encodeHostFlows({ atMs, flows, moreFlows, moreBps }: HostFlows): wire.HostFlows {
  return {
    atMs: uint64(atMs),
    flows: flows.map(({ from, to, task, rateBps }) => ({
      fromHostId: from ?? '',
      toHostId: to,
      taskId: task,
      rateBps,
    })),
    moreFlows: uint32(moreFlows),
    moreBps,
  };
}

/** Throws `invalid`. */
export function decodeHostFlows({ atMs, flows, moreFlows, moreBps }: wire.HostFlows): HostFlows {
  return {
    atMs: number(atMs, 'at_ms'),
    flows: flows.map(({ fromHostId, toHostId, taskId: task, rateBps }) => ({
      from: fromHostId === '' ? null : host(fromHostId),
      to: host(toHostId),
      task: decodeTaskId(task),
      rateBps: measure(rateBps, 'rate_bps'),
    })),
    moreFlows,
    moreBps: measure(moreBps, 'more_bps'),
  };
}
