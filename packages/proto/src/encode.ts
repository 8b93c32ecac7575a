import { BinaryWriter } from '@bufbuild/protobuf/wire';

/** The part of a generated message's code that writes. */
export interface Encoder<T> {
  encode(message: T, writer: BinaryWriter): BinaryWriter;
}

/** Keeps the room it has grown to: a new writer would grow from nothing with each message, at the cost of several buffers. */
const writer = new BinaryWriter();

/** A message's bytes, for a method's `requestSerialize` or `responseSerialize`. */
export const serializer =
  <T>(encoder: Encoder<T>) =>
  (message: T): Buffer => {
    const bytes = encoder.encode(message, writer).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };

/** A message's bytes behind their length: what stands behind its tag in another message, and in `_unknownFields`. */
export const embedded = <T>(encoder: Encoder<T>, message: T): Uint8Array =>
  encoder.encode(message, writer.fork()).join().finish();
