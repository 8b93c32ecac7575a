import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Failure } from '@damselfly/core';

/** Which addresses may be dialled for a URL somebody else chose. */
export interface AddressPolicy {
  readonly allowLoopback: boolean;
  /** RFC 1918, carrier-grade NAT and unique local addresses, where most private registries live. */
  readonly allowPrivate: boolean;
}

/** Public addresses only. */
export const strictAddresses: AddressPolicy = { allowLoopback: false, allowPrivate: false };

const listOf = (...nets: [net: string, prefix: number][]): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, isIP(net) === 6 ? 'ipv6' : 'ipv4');
  return list;
};

/** Link-local with the clouds' metadata services, "this host", multicast, reserved: never a registry. */
const never = listOf(
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['100.100.100.200', 32],
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  ['64:ff9b::', 96],
);
const loopback = listOf(['127.0.0.0', 8], ['::1', 128]);
const privateNets = listOf(['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['fc00::', 7]);

/** True when a connection to this IP literal is allowed. IPv4 addresses written as IPv6 are judged as IPv4. */
export function isAllowedAddress(ip: string, policy: AddressPolicy): boolean {
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(ip) === 0 || never.check(ip, family)) return false;
  if (loopback.check(ip, family)) return policy.allowLoopback;
  return policy.allowPrivate || !privateNets.check(ip, family);
}

/** Refuses a URL whose host is a forbidden IP literal; names are judged when they are resolved. */
export function checkLiteral(url: URL, policy: AddressPolicy): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isAllowedAddress(host, policy)) throw refusal(url.hostname);
}

/** A name lookup that yields allowed addresses only, so that what was judged is what is dialled. */
export function guardedLookup(policy: AddressPolicy): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, found) => {
      const first = found?.find(({ address }) => isAllowedAddress(address, policy));
      if (error) callback(error, '', 0);
      else if (first === undefined) callback(refusal(hostname), '', 0);
      else if (options.all === true)
        callback(
          null,
          found.filter(({ address }) => isAllowedAddress(address, policy)),
        );
      else callback(null, first.address, first.family);
    });
  };
}

const refusal = (host: string): Failure =>
  new Failure(
    'forbidden',
    `${host} is an address that may not be asked for images; an operator can allow private ones`,
  );
