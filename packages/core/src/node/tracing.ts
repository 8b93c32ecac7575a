import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Log } from './log.ts';

/** Dragonfly's keys, for OpenTelemetry over HTTP. */
export const tracingConfig = z.strictObject({
  protocol: z.enum(['http', 'https']).default('http').describe('How the collector is reached.'),
  endpoint: z
    .string()
    .default('')
    .describe('host:port of a collector that takes OTLP over HTTP, such as 127.0.0.1:4318; empty: no tracing.'),
  path: z.string().startsWith('/').default('/v1/traces').describe('Path of the collector.'),
  headers: z.record(z.string(), z.string()).default({}).describe('Sent with every batch, such as a token.'),
  serviceName: z.string().default('').describe('Name of this program in traces; empty: its usual one.'),
  sampleRatio: z.number().min(0).max(1).default(1).describe('Share of the traces begun here that are kept, 0 to 1.'),
});

export type TracingConfig = z.output<typeof tracingConfig>;

export interface TracingOptions {
  readonly config: TracingConfig;
  /** The usual name. */
  readonly service: string;
  readonly version: string;
  readonly log: Log;
}

/** Spans waiting to be sent; of more, the newest are dropped. */
const queueLimit = 8192;
const batchLimit = 512;
const batchDelayMs = 1000;
/** What a collector may take for a batch, and a stopping program for the last one. */
const sendTimeoutMs = 2000;

let on = false;

/** True while spans are recorded. */
export const tracingOn = (): boolean => on;

/**
 * Sends the spans of this process to a collector. The SDK is loaded only when an endpoint is set. The result sends what is
 * left and ends tracing; a collector that is away costs its spans and nothing else.
 */
export async function startTracing({ config, service, version, log }: TracingOptions): Promise<() => Promise<void>> {
  const { protocol, endpoint, path, headers, serviceName, sampleRatio } = config;
  if (endpoint === '') return async () => undefined;
  const [sdk, { OTLPTraceExporter }, { AsyncLocalStorageContextManager }, { resourceFromAttributes }, w3c] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ]);
  const url = `${protocol}://${endpoint}${path}`;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: sendTimeoutMs });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName || service, 'service.version': version }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter,
        maxQueueSize: queueLimit,
        maxExportBatchSize: batchLimit,
        scheduledDelayMillis: batchDelayMs,
        exportTimeoutMillis: sendTimeoutMs,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new w3c.W3CTraceContextPropagator());
  on = true;
  log.info({ collector: url }, 'traces are sent');
  return async () => {
    on = false;
    try {
      await provider.shutdown();
    } catch (err) {
      log.info({ err, collector: url }, 'the last spans did not reach the collector');
    }
    trace.disable();
    context.disable();
    propagation.disable();
  };
}

/** `traceparent` and `tracestate` of W3C Trace Context, as they travel. */
export type TraceHeaders = Readonly<Record<string, string>>;

export interface SpanOptions {
  /** Absent: something inside this process. */
  readonly kind?: 'server' | 'client';
  /** Absent: whatever goes on where the span begins. */
  readonly parent?: OpenSpan | TraceHeaders;
  readonly attributes?: Attributes;
}

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT };

/** Begins a span. While tracing is off it is nothing, and costs as much. */
export function startSpan(name: string, { kind, parent, attributes = {} }: SpanOptions = {}): OpenSpan {
  const from = parent instanceof OpenSpan ? parent.context : parent && propagation.extract(ROOT_CONTEXT, parent);
  const around = from ?? context.active();
  const settings = { kind: kind === undefined ? SpanKind.INTERNAL : kinds[kind], attributes };
  return new OpenSpan(trace.getTracer('damselfly').startSpan(name, settings, around), around);
}

/** Does `work` as a span that ends with it, well or with the message of what it threw; just does it while tracing is off. */
export async function traced<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  if (!on) return work();
  const span = startSpan(name, options);
  try {
    const done = await span.within(work);
    span.end();
    return done;
  } catch (thrown) {
    span.end({}, Failure.from(thrown).message);
    throw thrown;
  }
}

/** A span that has begun. */
export class OpenSpan {
  readonly #span: Span;
  readonly context: Context;

  constructor(span: Span, around: Context) {
    this.#span = span;
    this.context = trace.setSpan(around, span);
  }

  /** Runs something as part of the span: what it begins, here and elsewhere, hangs below. */
  within<T>(work: () => T): T {
    return context.with(this.context, work);
  }

  /** What tells another program that its work belongs here. */
  headers(): TraceHeaders {
    const headers: Record<string, string> = {};
    propagation.inject(this.context, headers);
    return headers;
  }

  /** Ends the span; with a sentence when it went wrong. */
  end(attributes: Attributes = {}, failure?: string): void {
    this.#span.setAttributes(attributes);
    if (failure !== undefined) this.#span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    this.#span.end();
  }
}
