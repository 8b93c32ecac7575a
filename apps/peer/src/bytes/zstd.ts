import { Failure } from '@damselfly/core';
import koffi from 'koffi';

/** Zstandard, where this machine has its library. */
export interface Zstd {
  /** Packs `from` into `into` off the event loop; undefined when it does not fit there, which makes it no saving. */
  pack(from: Uint8Array, into: Uint8Array): Promise<number | undefined>;
  /** The same at once, for small inputs. */
  packNow(from: Uint8Array, into: Uint8Array): number | undefined;
  /** Fills `into` completely; throws `corrupt` when `from` is anything else than exactly that. */
  unpack(from: Uint8Array, into: Uint8Array): void;
}

/** Debian's dpkg needs the first; the others are what other systems call it. */
const names = ['libzstd.so.1', 'libzstd.so', 'libzstd.1.dylib'];
/** The fastest of the ordinary levels: higher ones were measured slower and hardly smaller on logs and programs. */
const level = 1;

/** The system's library; undefined when there is none: then nothing is packed. */
export function loadZstd(): Zstd | undefined {
  const library = firstOf(names);
  if (library === undefined) return undefined;
  const compress = library.func(
    'size_t ZSTD_compress(_Out_ uint8_t *into, size_t space, const uint8_t *from, size_t length, int level)',
  );
  const decompress = library.func(
    'size_t ZSTD_decompress(_Out_ uint8_t *into, size_t space, const uint8_t *from, size_t length)',
  );
  const isError = library.func('uint ZSTD_isError(size_t code)');
  const fitting = (code: number) => (isError(code) === 0 ? code : undefined);
  return {
    pack: (from, into) =>
      new Promise((resolve, reject) => {
        compress.async(into, into.length, from, from.length, level, (error: unknown, code: number) => {
          if (error) reject(new Failure('internal', 'the zstd library failed', { cause: error }));
          else resolve(fitting(code));
        });
      }),
    packNow: (from, into) => fitting(compress(into, into.length, from, from.length, level)),
    unpack: (from, into) => {
      if (fitting(decompress(into, into.length, from, from.length)) === into.length) return;
      throw new Failure('corrupt', `a packed block does not hold the ${into.length} bytes it announces`);
    },
  };
}

function firstOf(candidates: readonly string[]): ReturnType<typeof koffi.load> | undefined {
  for (const name of candidates) {
    try {
      return koffi.load(name);
    } catch {
      // Not under this name.
    }
  }
  return undefined;
}
