import { isIP } from 'node:net';
import { Failure } from '@damselfly/core';
import type { MemberKey, SchedulerRegistration, SeedPeerRegistration } from './stores.ts';

const maxTextLength = 1024;
const maxFeatures = 32;
const seedPeerTypes: readonly string[] = ['super', 'strong', 'weak'];

/** Refuses what Dragonfly's manager refuses: host name, address, cluster. Throws `invalid` that names the field. */
export function checkMemberKey({ hostname, ip, clusterId }: MemberKey): void {
  checkHost(hostname, ip);
  if (!Number.isSafeInteger(clusterId) || clusterId < 1 || clusterId > 2 ** 31 - 1) {
    throw new Failure('invalid', `the cluster id is ${clusterId}; it starts at 1`);
  }
}

/** Throws `invalid` when a host name or an address is none. */
export function checkHost(hostname: string, ip: string): void {
  const labels = hostname.split('.');
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
  if (hostname.length > 253 || !labels.every((one) => label.test(one))) {
    throw new Failure('invalid', `"${hostname.slice(0, 300)}" is no host name`);
  }
  if (isIP(ip) === 0) throw new Failure('invalid', `"${ip.slice(0, 100)}" is no IP address`);
}

export function checkScheduler(registration: SchedulerRegistration): void {
  checkMemberKey(registration);
  checkPort('port', registration.port);
  checkPlace(registration);
  if (registration.features.length > maxFeatures || registration.features.some((one) => one.length > maxTextLength)) {
    throw new Failure('invalid', `a scheduler has at most ${maxFeatures} features of ${maxTextLength} characters`);
  }
}

export function checkSeedPeer(registration: SeedPeerRegistration): void {
  checkMemberKey(registration);
  checkPort('port', registration.port);
  checkPort('download_port', registration.downloadPort);
  checkPlace(registration);
  if (!seedPeerTypes.includes(registration.type)) {
    throw new Failure('invalid', `"${registration.type.slice(0, 100)}" is no type of seed peer; use super`);
  }
}

/** Throws `invalid` when a place is longer than its column. */
export function checkPlace({ idc, location }: { readonly idc: string; readonly location: string }): void {
  if (idc.length > maxTextLength || location.length > maxTextLength) {
    throw new Failure('invalid', `idc and location have at most ${maxTextLength} characters`);
  }
}

function checkPort(name: string, port: number): void {
  if (!Number.isInteger(port) || port < 1024 || port >= 65_535) {
    throw new Failure('invalid', `${name} is ${port}; it must be 1024 to 65534`);
  }
}
