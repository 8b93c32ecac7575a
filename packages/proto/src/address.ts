/** `host:port` as gRPC reads it; IPv6 literals get their brackets. */
export function hostAndPort(host: string, port: number): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The gRPC address of a unix socket. */
export function unixAddress(socketPath: string): string {
  return `unix:${socketPath}`;
}
