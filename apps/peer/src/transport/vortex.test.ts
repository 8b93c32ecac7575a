import { Buffer } from 'node:buffer';
import { Failure, peerId, taskId } from '@damselfly/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskKind } from './transport.ts';
import {
  decodeError,
  decodeHeader,
  decodeHello,
  decodeMetadata,
  decodeRequest,
  encodeContentHead,
  encodeError,
  encodeHello,
  encodeRequest,
  headerLength,
  maxValueLength,
  type PieceMetadata,
} from './vortex.ts';

const task = taskId('5844f27a257287e9b734256bb25603d8005422ced8c0377f15063ec11963b25f');
const kinds = ['standard', 'persistent', 'persistentCache', 'cache'] as const satisfies readonly TaskKind[];

describe('golden frames, laid out by hand from the protocol', () => {
  test('a piece request', () => {
    const golden = `2a 00 00000044 ${Buffer.from(task, 'latin1').toString('hex')} 00000011`;
    expect(encodeRequest({ task, number: 17 }, 0x2a).toString('hex')).toBe(hex(golden));
    expect(decodeRequest(bytes(golden).subarray(headerLength))).toEqual({ task, number: 17 });
  });

  test('the head of a piece: the content is not counted in the frame length', () => {
    const golden = [
      '07 01 00000041', // 4 + 61
      '0000003d', // 45 + 11 + 5
      '00000011',
      '0000000004400000',
      '0000000000400000',
      '0000000b 63726333323a3132333435',
      '00000005 7065657231',
      '01',
      '0000000000000002',
      '000000006565b3a0',
    ].join(' ');
    const piece: PieceMetadata = {
      number: 17,
      offset: 71303168,
      length: 4194304,
      digest: 'crc32:12345',
      parentId: peerId('peer1'),
      trafficType: 1,
      costSeconds: 2,
      createdAtSeconds: 0x6565b3a0,
    };
    expect(encodeContentHead('standard', piece, 7).toString('hex')).toBe(hex(golden));
    expect(decodeHeader(bytes(golden))).toEqual({ tag: { kind: 'content', task: 'standard' }, length: 65 });
    expect(decodeMetadata(bytes(golden).subarray(headerLength))).toEqual(piece);
  });

  test('a piece from the source with nothing to compare', () => {
    const golden = `00 05 00000031 0000002d 00000000 ${'00'.repeat(8)} 0000000000000001 00000000 00000000 01 ${'00'.repeat(16)}`;
    expect(decodeMetadata(bytes(golden).subarray(headerLength))).toEqual({
      number: 0,
      offset: 0,
      length: 1,
      digest: '',
      trafficType: 1,
      costSeconds: 0,
      createdAtSeconds: 0,
    });
  });

  test('errors, close and our hello', () => {
    expect(encodeError(new Failure('notFound', 'no'), 1).toString('hex')).toBe(hex('01 ff 00000003 02 6e6f'));
    expect(encodeError(new Failure('invalid', ''), 1).toString('hex')).toBe(hex('01 ff 00000001 01'));
    expect(encodeError(new Failure('storage', ''), 1).toString('hex')).toBe(hex('01 ff 00000001 03'));
    expect(encodeError(new Failure('exhausted', ''), 1).toString('hex')).toBe(hex('01 ff 00000001 00'));
    expect(encodeError(new Failure('exhausted', ''), 1, true).toString('hex')).toBe(hex('01 ff 00000001 f0'));
    expect(decodeError(bytes('f0')).code).toBe('exhausted');
    expect(decodeError(bytes('f1')).code).toBe('conflict');
    expect(decodeHello(encodeHello(1, { packs: false, comesAgain: true }).subarray(headerLength))).toEqual({
      packs: false,
      comesAgain: true,
    });
    expect(decodeHeader(bytes('09 fe 00000000'))).toEqual({ tag: { kind: 'close' }, length: 0 });
    expect(encodeHello(1, { packs: false }).toString('hex')).toBe(hex('01 fd 0000000b 64616d73656c666c792f31'));
    expect(decodeHeader(encodeHello(9, { packs: true })).tag).toEqual({ kind: 'hello' });
  });

  test('the tag of each kind of task', () => {
    expect(kinds.map((kind) => encodeRequest({ task, number: 0, kind }, 0)[1])).toEqual([0, 2, 4, 6]);
    expect(kinds.map((kind) => encodeContentHead(kind, anyPiece, 0)[1])).toEqual([1, 3, 5, 7]);
  });
});

const anyPiece: PieceMetadata = {
  number: 0,
  offset: 0,
  length: 1,
  digest: '',
  trafficType: 1,
  costSeconds: 0,
  createdAtSeconds: 0,
};

describe('properties', () => {
  const size = fc.maxSafeNat();
  const metadata = fc.record({
    number: fc.nat(0xffffffff),
    offset: size,
    length: size,
    digest: fc.string({ maxLength: 100, unit: 'grapheme' }),
    parentId: fc.string({ minLength: 1, maxLength: 200 }).map(peerId),
    trafficType: fc.nat(255),
    costSeconds: size,
    createdAtSeconds: size,
  });

  test('what is encoded is decoded unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), metadata, fc.nat(255), (kind, piece, id) => {
        const frame = encodeContentHead(kind, piece, id);
        expect(decodeHeader(frame)).toEqual({
          tag: { kind: 'content', task: kind },
          length: frame.length - headerLength,
        });
        expect(decodeMetadata(frame.subarray(headerLength))).toEqual(piece);
      }),
    );
  });

  test('arbitrary bytes decode or throw corrupt, never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        for (const decode of [decodeHeader, decodeMetadata, decodeRequest]) onlyCorrupt(() => decode(noise));
        expect(decodeError(noise)).toBeInstanceOf(Failure);
        decodeHello(noise);
      }),
      { numRuns: 2000 },
    );
  });

  test('a valid head with one byte changed decodes or throws corrupt', () => {
    fc.assert(
      fc.property(metadata, fc.nat(), fc.nat(255), (piece, at, value) => {
        const frame = encodeContentHead('standard', piece, 0).subarray(headerLength);
        frame[at % frame.length] = value;
        onlyCorrupt(() => decodeMetadata(frame));
      }),
      { numRuns: 2000 },
    );
  });

  test('a length beyond reason is refused from the header alone', () => {
    const header = Buffer.from([0, 1, 0, 0, 0, 0]);
    header.writeUInt32BE(maxValueLength + 1, 2);
    expect(() => decodeHeader(header)).toThrow(expect.objectContaining({ code: 'corrupt' }));
    header.writeUInt32BE(0xffffffff, 2);
    expect(() => decodeHeader(header)).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });

  test('an error text of any size or alphabet stays within the limit and comes back readable', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000, unit: 'grapheme' }), (text) => {
        const frame = encodeError(new Failure('notFound', text), 0);
        expect(decodeHeader(frame).length).toBeLessThanOrEqual(1025);
        expect(decodeError(frame.subarray(headerLength)).code).toBe('notFound');
      }),
    );
  });
});

test('a task id the wire cannot carry is refused before anything is sent', () => {
  for (const bad of ['short', 'é'.repeat(64), `${task}00`, `${' '.repeat(64)}`]) {
    expect(() => encodeRequest({ task: taskId(bad), number: 0 }, 0)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  }
});

function onlyCorrupt(work: () => unknown): void {
  try {
    work();
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: 'Failure', code: 'corrupt' });
  }
}

const hex = (spaced: string) => spaced.replaceAll(' ', '');
const bytes = (spaced: string) => Buffer.from(hex(spaced), 'hex');
