import type { scheduler } from '@damselfly/proto';
import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import { type AnnounceStreamDeps, announceHandler, type Dialogue } from './announce-stream.ts';
import { decodeRequest } from './decode-peer.ts';
import { encodeAnswer } from './encode-peer.ts';
import type { HostBook } from './host-book.ts';

export interface AnnouncePeerDeps extends AnnounceStreamDeps {
  readonly hosts: HostBook;
}

/** A standard task's download. */
export function announcePeer(
  deps: AnnouncePeerDeps,
): handleBidiStreamingCall<scheduler.AnnouncePeerRequest, scheduler.AnnouncePeerResponse> {
  const dialogue: Dialogue<scheduler.AnnouncePeerRequest, scheduler.AnnouncePeerResponse> = {
    decode: decodeRequest,
    encode: (answer) => encodeAnswer(answer, deps.engine.cluster, deps.hosts),
  };
  return announceHandler(deps, () => dialogue);
}
