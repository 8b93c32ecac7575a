import { Failure } from '@damselfly/core';
import { withTimeout } from '@damselfly/core/node';
import type { Source, SourceReadRequest, SourceRequest, SourceWriteRequest } from './source.ts';

const defaultPutTimeoutMs = 900_000;

export interface SourceRegistryOptions {
  /** Longest time to write one object. */
  readonly putTimeoutMs?: number;
}

/** One source that hands each request to the source of its URL's scheme. Throws `invalid` for a scheme nobody serves. */
export function sourceRegistry(
  sources: readonly Source[],
  { putTimeoutMs = defaultPutTimeoutMs }: SourceRegistryOptions = {},
): Source {
  const byScheme = new Map(sources.flatMap((source) => source.schemes.map((scheme) => [scheme, source] as const)));
  const sourceOf = (url: string): Source => {
    const scheme = URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : undefined;
    if (scheme === undefined)
      throw new Failure('invalid', `"${url}" is no URL; write it whole, with https:// in front`);
    const source = byScheme.get(scheme);
    if (source !== undefined) return source;
    throw new Failure(
      'invalid',
      `${scheme}:// URLs are not served here; use one of ${[...byScheme.keys()].join(', ')}`,
    );
  };
  return {
    schemes: [...byScheme.keys()],
    stat: async (request: SourceRequest, signal) => sourceOf(request.url).stat(request, signal),
    read: async (request: SourceReadRequest, signal) => sourceOf(request.url).read(request, signal),
    put: async (request: SourceWriteRequest, signal) => {
      const source = sourceOf(request.url);
      const put = source.put?.bind(source);
      if (put === undefined) {
        throw new Failure(
          'unimplemented',
          `${new URL(request.url).protocol}// is read only here; name an object store`,
        );
      }
      const late = `${request.url} took longer than ${putTimeoutMs} ms to write; raise backend.putTimeout`;
      await withTimeout(putTimeoutMs, late, signal, (inTime) => put(request, inTime));
    },
    list: (request: SourceRequest, signal) => {
      const source = sourceOf(request.url);
      if (source.list !== undefined) return source.list(request, signal);
      const { protocol } = new URL(request.url);
      throw new Failure('unimplemented', `${protocol}// has no folders here; name the files, as with --include-files`);
    },
    close: async () => {
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}
