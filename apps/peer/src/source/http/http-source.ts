import { rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import type { Source, SourceBody, SourceReadRequest, SourceRequest, SourceStat, Validators } from '../source.ts';
import { parseContentRange, saysEmpty } from './content-range.ts';
import { countedBody } from './counted-body.ts';
import { type Answer, drop, exchange } from './exchange.ts';
import { refused, wrongAnswer } from './origin-failure.ts';
import { contentHeader, requestHeader } from './origin-header.ts';
import { RedirectCache } from './redirect-cache.ts';

export interface HttpSourceOptions {
  /** Tries after the first, on 5xx and connection errors. */
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly connectTimeoutMs: number;
  /** Longest silence of an origin: before its headers and between two chunks. */
  readonly idleTimeoutMs: number;
  /** Added to every request that does not have them. */
  readonly header?: Readonly<Record<string, string>>;
  /** How long a 307 counts for later reads; 0 and absent: not at all. Whether a caller may read is always asked anew. */
  readonly redirectTtlMs?: number;
}

/** The web: http and https, HTTP/1.1, certificates verified. */
export function httpSource(options: HttpSourceOptions): Source {
  const agent = makeAgent(options);
  const remembered = new RedirectCache({ ttlMs: options.redirectTtlMs ?? 0, nowMs: () => performance.now() });
  const get = async (
    request: SourceRequest,
    range: Record<string, string>,
    signal: AbortSignal,
    redirects?: RedirectCache,
  ): Promise<Answer> => {
    const trusted = request.certificates?.length ? makeAgent(options, request.certificates) : undefined;
    const header = requestHeader({ ...options.header, ...request.header }, range);
    try {
      return await exchange(request.url, header, { ...options, dispatcher: trusted ?? agent, redirects }, signal);
    } finally {
      // Closes once the answer's body has been read or destroyed.
      if (trusted !== undefined) void trusted.close();
    }
  };
  return {
    schemes: ['http', 'https'],
    stat: async (request, signal) => {
      const answer = await get(request, { range: 'bytes=0-0' }, signal);
      await drop(answer);
      if (answer.status === 416 && !saysEmpty(answer.header['content-range'])) {
        const whole = await get(request, {}, signal);
        await drop(whole);
        return statOf(whole);
      }
      return statOf(answer);
    },
    read: async (request, signal) => {
      const { range } = request;
      const asked = range === undefined ? {} : { range: `bytes=${range.start}-${range.start + range.length - 1}` };
      const answer = await get(request, asked, signal, remembered);
      try {
        return bodyOf(answer, request);
      } catch (refusal) {
        answer.body.destroy();
        throw refusal;
      }
    },
    close: () => agent.destroy(),
  };
}

function makeAgent({ connectTimeoutMs, idleTimeoutMs }: HttpSourceOptions, certificates: readonly Uint8Array[] = []) {
  const ca = certificates.length === 0 ? undefined : [...rootCertificates, ...certificates.map(pem)];
  return new Agent({
    connect: { timeout: connectTimeoutMs, ...(ca === undefined ? {} : { ca }) },
    headersTimeout: idleTimeoutMs,
    bodyTimeout: idleTimeoutMs,
  });
}

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** Asked for the first byte alone, an origin shows by its answer what it can do. */
function statOf({ url, status, header }: Answer): SourceStat {
  const known = { header: contentHeader(header), validators: validatorsOf(header) };
  switch (status) {
    case 206: {
      const range = parseContentRange(header['content-range']);
      if (range?.start !== 0 || range.end !== 0) {
        throw wrongAnswer(url, `asked for byte 0, it sent Content-Range "${header['content-range']}"`, status, header);
      }
      return { ...known, contentLength: range.total, acceptsRanges: range.total !== undefined };
    }
    case 200:
      return { ...known, contentLength: announcedLength(header), acceptsRanges: false };
    case 416:
      return { ...known, contentLength: 0, acceptsRanges: false };
    default:
      throw refused(url, status, header);
  }
}

function bodyOf(answer: Answer, { range, contentLength, validators }: SourceReadRequest): SourceBody {
  const { url, status, header } = answer;
  const unusable = (what: string) => wrongAnswer(url, what, status, header);
  if (status !== 200 && status !== 206) throw refused(url, status, header);
  if (hasChanged(validators, validatorsOf(header))) throw unusable('the content changed there meanwhile; try again');
  const announced = announcedLength(header);
  if (status === 200) {
    if (range !== undefined && range.start > 0) throw unusable('it sent everything instead of the range asked for');
    if (contentLength !== undefined && announced !== undefined && announced !== contentLength) {
      throw unusable(`it has ${announced} bytes now, not ${contentLength}; try again`);
    }
    const length = range?.length ?? contentLength ?? announced;
    return { length, header, chunks: countedBody(answer, { length, cut: range !== undefined }) };
  }
  const sent = parseContentRange(header['content-range']);
  if (range === undefined || sent?.start !== range.start || sent.end !== range.start + range.length - 1) {
    throw unusable(`it sent Content-Range "${header['content-range']}", which was not asked for`);
  }
  if (contentLength !== undefined && sent.total !== undefined && sent.total !== contentLength) {
    throw unusable(`it has ${sent.total} bytes now, not ${contentLength}; try again`);
  }
  if (announced !== undefined && announced !== range.length) {
    throw unusable(`it announced ${announced} bytes for a range of ${range.length}`);
  }
  return { length: range.length, header, chunks: countedBody(answer, { length: range.length }) };
}

function announcedLength(header: Readonly<Record<string, string>>): number | undefined {
  const text = header['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function validatorsOf(header: Readonly<Record<string, string>>): Validators {
  return { etag: header.etag, lastModified: header['last-modified'] };
}

/** Weak tags are not compared: they may differ between servers that hold the same bytes. */
function hasChanged(before: Validators | undefined, now: Validators): boolean {
  const strong = (tag: string | undefined) => (tag?.startsWith('W/') ? undefined : tag);
  const [tag, tagNow] = [strong(before?.etag), strong(now.etag)];
  if (tag !== undefined && tagNow !== undefined) return tag !== tagNow;
  const [date, dateNow] = [before?.lastModified, now.lastModified];
  return date !== undefined && dateNow !== undefined && date !== dateNow;
}
