import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const batch = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              attributes: z.array(attribute),
              status: z.object({ code: z.number().optional(), message: z.string().optional() }),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as it came over the wire. */
type ReceivedSpan = z.output<typeof batch>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

/** Takes OpenTelemetry's traces over HTTP and keeps them. */
interface TraceSink extends AsyncDisposable {
  /** `host:port`. */
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
  /** Headers of the requests so far. */
  readonly headers: Record<string, unknown>[];
  /** The names of a span and of those above it, from the top. */
  pathOf(span: ReceivedSpan): string[];
}

/** Starts one on a free port. */
export async function traceSink(): Promise<TraceSink> {
  const spans: ReceivedSpan[] = [];
  const headers: Record<string, unknown>[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    headers.push(request.headers);
    const { resourceSpans } = batch.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const pathOf = (span: ReceivedSpan): string[] => {
    const above = spans.find(({ spanId }) => spanId === span.parentSpanId);
    return [...(above === undefined ? [] : pathOf(above)), span.name];
  };
  return {
    endpoint: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    ...{ spans, headers, pathOf },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
