import { networkInterfaces } from 'node:os';

/** The first address others could reach, of the preferred family where there is one; a machine without a network talks to itself. */
export function ownAddress(preferIPv6: boolean): string {
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocal(address));
  const preferred = preferIPv6 ? 'IPv6' : 'IPv4';
  return (outside.find(({ family }) => family === preferred) ?? outside[0])?.address ?? '127.0.0.1';
}

/** Others would have to know on which of their links. */
const isLinkLocal = (address: string) => /^fe[89ab]/i.test(address);
