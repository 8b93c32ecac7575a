import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { descriptorSet } from '../gen/descriptor.ts';

/** Adds grpc.reflection v1 and v1alpha, listing only the named services (such as `scheduler.v2.Scheduler`). */
export function addReflection(server: Server, services: readonly string[]): void {
  const format = 'Protocol Buffer 3 EnumDescriptorProto'; // Not read; only the descriptors are.
  const files = { format, type: {}, fileDescriptorProtos: fileDescriptors() } as const;
  new ReflectionService({ damselfly: files }, { services: [...services] }).addToServer(server);
}

/** The files of the embedded set; a FileDescriptorSet is nothing but field 1, repeated. */
function fileDescriptors(): Buffer[] {
  const reader = new BinaryReader(Buffer.from(descriptorSet.join(''), 'base64'));
  const files: Buffer[] = [];
  while (reader.pos < reader.len) {
    reader.uint32();
    files.push(Buffer.from(reader.bytes()));
  }
  return files;
}
