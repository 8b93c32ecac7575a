import { Metadata } from '@grpc/grpc-js';

const key = 'damselfly-in-order';

/**
 * What a program that reads as pieces come sends beside a download: it gets them in the content's order and needs no room
 * for what comes early. Ours; other daemons do not read it.
 */
export function inOrderMetadata(): Metadata {
  const metadata = new Metadata();
  metadata.set(key, '1');
  return metadata;
}

/** Whether the caller asked for that. */
export const wantsOrder = (metadata: Metadata): boolean => metadata.get(key)[0] === '1';
