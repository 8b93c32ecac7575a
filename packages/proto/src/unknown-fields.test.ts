import { BinaryWriter } from '@bufbuild/protobuf/wire';
import { expect, test } from 'vitest';
import { Download } from './gen/common/v2/common.ts';
import { DownloadTaskRequest } from './gen/dfdaemon/v2/dfdaemon.ts';
import { RegisterPeerRequest } from './gen/scheduler/v2/scheduler.ts';

/** A Download from a newer client: url, then fields 34 (message), 35 (varint, twice) and 36 (fixed64). */
function newerDownload(): Uint8Array {
  const writer = new BinaryWriter().uint32(10).string('https://example.com/blob');
  writer.uint32((34 << 3) | 2).bytes(Buffer.from('opaque'));
  writer
    .uint32((35 << 3) | 0)
    .uint32(7)
    .uint32((35 << 3) | 0)
    .uint32(300);
  return writer
    .uint32((36 << 3) | 1)
    .fixed64(9n)
    .finish();
}

test('fields of a newer client survive decode and encode, byte for byte', () => {
  const bytes = newerDownload();
  expect(Buffer.from(Download.encode(Download.decode(bytes)).finish())).toEqual(Buffer.from(bytes));
});

test('a scheduler that patches a register request and sends it to a seed keeps what it does not know', () => {
  const registered = RegisterPeerRequest.decode(new BinaryWriter().uint32(10).bytes(newerDownload()).finish());
  const asked = DownloadTaskRequest.encode({
    download: { ...Download.create(), ...registered.download, remoteIp: '192.0.2.1' },
  }).finish();
  const atSeed = DownloadTaskRequest.decode(asked).download;
  expect(atSeed?.remoteIp).toBe('192.0.2.1');
  const kept = atSeed?._unknownFields ?? {};
  expect(Object.keys(kept).map((tag) => Number(tag) >> 3)).toEqual([34, 35, 36]);
  expect(kept[35 << 3]).toHaveLength(2);
});

test('fromPartial starts afresh: patch a decoded message with a spread instead', () => {
  expect(Download.fromPartial(Download.decode(newerDownload()))._unknownFields).toEqual({});
});

test('a length beyond 2^53 keeps every digit', () => {
  const unknownLength = 2n ** 64n - 1n;
  const bytes = Download.encode(Download.create({ actualContentLength: unknownLength })).finish();
  expect(Download.decode(bytes).actualContentLength).toBe(unknownLength);
});
