import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, machine, version as osVersion, platform, release, totalmem } from 'node:os';
import type { HostId } from '@damselfly/core';
import { common } from '@damselfly/proto';
import { spaceIn } from '../storage/disk-space.ts';
import { version } from '../version.ts';
import { networkRates } from './network-rates.ts';

/** What a host says of itself and does not change while it runs. */
export interface HostIdentity {
  readonly id: HostId;
  readonly seed: boolean;
  readonly hostname: string;
  readonly ip: string;
  readonly idc: string;
  readonly location: string;
  readonly schedulerClusterId: number;
  readonly disableShared: boolean;
  /** Bytes per second; what the network interface could do is not known. */
  readonly uploadBandwidth: number;
  readonly downloadBandwidth: number;
  readonly storageDir: string;
}

/** Ports that are known once the servers listen. */
export interface HostPorts {
  readonly grpc: number;
  readonly proxy: number;
}

export type DescribeHost = () => Promise<common.Host>;

/** Makes the description a scheduler wants, with the load of the moment of each call. */
export function hostFacts(identity: HostIdentity, ports: HostPorts): DescribeHost {
  const processors = processorLoad();
  const network = networkFacts(identity);
  return async () =>
    common.Host.fromPartial({
      id: identity.id,
      type: identity.seed ? 1 : 0,
      hostname: identity.hostname,
      ip: identity.ip,
      port: ports.grpc,
      downloadPort: ports.grpc,
      os: platform(),
      platform: platform(),
      platformFamily: 'unix',
      platformVersion: osVersion(),
      kernelVersion: release(),
      cpu: processors(),
      memory: memoryFacts(),
      network: await network(),
      disk: await diskFacts(identity.storageDir),
      build: { gitVersion: `damselfly ${version}`, platform: machine() },
      schedulerClusterId: BigInt(identity.schedulerClusterId),
      disableShared: identity.disableShared,
      proxyPort: ports.proxy,
      name: identity.hostname,
    });
}

/** Network place and load; bandwidths in bits per second, as all of Dragonfly counts them. */
export function networkFacts({ idc, location, uploadBandwidth, downloadBandwidth }: HostIdentity) {
  const rates = networkRates(() => readFile('/proc/net/dev', 'utf8'));
  const bits = (bytesPerSecond: number) => BigInt(Math.round(bytesPerSecond * 8));
  return async (): Promise<common.Network> => {
    const { receivedPerSecond, sentPerSecond } = await rates();
    return common.Network.fromPartial({
      idc,
      location,
      maxRxBandwidth: bits(downloadBandwidth),
      maxTxBandwidth: bits(uploadBandwidth),
      rxBandwidth: bits(receivedPerSecond),
      txBandwidth: bits(sentPerSecond),
    });
  };
}

/** Load since the last call, of the machine and of this process. */
function processorLoad() {
  const machineTimes = () => {
    let busy = 0;
    let all = 0;
    for (const { times } of cpus()) {
      const sum = times.user + times.nice + times.sys + times.idle + times.irq;
      all += sum;
      busy += sum - times.idle;
    }
    return { busy, all };
  };
  let before = machineTimes();
  let processBefore = process.cpuUsage();
  let atMs = performance.now();
  return () => {
    const now = machineTimes();
    const used = process.cpuUsage(processBefore);
    const elapsedMs = Math.max(1, performance.now() - atMs);
    const percent = now.all === before.all ? 0 : (100 * (now.busy - before.busy)) / (now.all - before.all);
    before = now;
    processBefore = process.cpuUsage();
    atMs = performance.now();
    const count = cpus().length;
    const processPercent = (used.user + used.system) / 10 / elapsedMs;
    return common.CPU.fromPartial({ logicalCount: count, physicalCount: count, percent, processPercent });
  };
}

function memoryFacts() {
  const [total, free] = [totalmem(), freemem()];
  return {
    total: BigInt(total),
    available: BigInt(free),
    free: BigInt(free),
    used: BigInt(total - free),
    usedPercent: (100 * (total - free)) / total,
    processUsedPercent: (100 * process.memoryUsage.rss()) / total,
  };
}

async function diskFacts(dir: string) {
  const stats = await statfs(dir);
  const { files, ffree } = stats;
  const { totalBytes: total, availableBytes: free } = spaceIn(stats);
  return {
    total: BigInt(total),
    free: BigInt(free),
    used: BigInt(total - free),
    usedPercent: total === 0 ? 0 : (100 * (total - free)) / total,
    inodesTotal: BigInt(files),
    inodesFree: BigInt(ffree),
    inodesUsed: BigInt(files - ffree),
    inodesUsedPercent: files === 0 ? 0 : (100 * (files - ffree)) / files,
  };
}
