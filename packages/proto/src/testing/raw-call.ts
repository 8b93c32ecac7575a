import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

/** Opens a call over bare HTTP/2, sends one message and keeps its own side open. */
export function rawCall(session: ClientHttp2Session, path: string, message: Uint8Array): ClientHttp2Stream {
  const headers = { ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers' };
  const stream = session.request(headers, { endStream: false });
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  stream.write(Buffer.concat([prefix, message]));
  return stream;
}
