import { Failure, parseBytes, parseDurationMs } from '@damselfly/core';
import { z } from 'zod';
import type { Scenario } from '../sim/scenario.ts';

const unitText = (parse: (text: string) => number) =>
  z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch (cause) {
      context.addIssue({ code: 'custom', message: cause instanceof Error ? cause.message : 'cannot be read' });
      return z.NEVER;
    }
  });

const bytes = unitText(parseBytes).pipe(z.number().positive());
const duration = unitText(parseDurationMs).pipe(z.number().min(0));
const share = z.number().min(0).max(1);
const count = z.int().min(1);

const idc = z.strictObject({
  name: z.string().min(1),
  location: z.string().default(''),
  weight: z.number().positive().default(1),
  seeds: z.int().min(0).default(0),
});

const scenarioSchema: z.ZodType<Scenario> = z.strictObject({
  title: z.string().default(''),
  peers: count.max(1_000_000).default(1000),
  tasks: count.max(100_000).default(1),
  tasksPerHost: count.max(1000).default(1),
  size: bytes.default(parseBytes('64MiB')),
  piece: bytes.default(parseBytes('4MiB')),
  piecesAtOnce: count.max(256).default(8),
  seeds: z.int().min(0).max(10_000).default(1),
  arrival: z.strictObject({ over: duration.default(0), shape: z.enum(['even', 'burst']).default('even') }).prefault({}),
  rates: z
    .strictObject({
      origin: bytes.default(125e6),
      seedUp: bytes.default(1250e6),
      seedDown: bytes.default(1250e6),
      peerUp: bytes.default(125e6),
      peerDown: bytes.default(125e6),
    })
    .prefault({}),
  idcs: z.array(idc).max(100).default([]),
  interIdc: bytes.optional(),
  slow: z.strictObject({ share, rate: share.default(0.05) }).optional(),
  lying: z.strictObject({ share }).optional(),
  churn: z.strictObject({ share, within: duration }).optional(),
  restarts: z
    .array(
      z.strictObject({ at: duration, away: duration.default(1000), reunion: duration.pipe(z.int()).default(2000) }),
    )
    .max(100)
    .default([]),
  policy: z
    .strictObject({
      candidateParentLimit: count.max(20).optional(),
      filterParentLimit: count.max(1000).optional(),
      levelWeight: z.number().min(0).max(10).optional(),
      peerUploadLimit: count.optional(),
      seedUploadLimit: count.optional(),
      sourceFetcherLimit: count.optional(),
      blockMs: count.optional(),
    })
    .prefault({}),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1),
});

/** Reads a scenario's JSON. A field of `overrides` counts before the file's own. Throws `invalid` that names the field. */
export function parseScenario(text: string, overrides: Readonly<Record<string, unknown>> = {}): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Failure('invalid', `this is no JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
  return scenarioOf(value, overrides);
}

/** Checks a scenario and fills in what it leaves open. */
export function scenarioOf(value: unknown, overrides: Readonly<Record<string, unknown>> = {}): Scenario {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parsed = scenarioSchema.safeParse(isObject ? merged(value, overrides) : value);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the scenario'}: ${message}`);
  throw new Failure('invalid', sentences.join('; '));
}

/** Groups are merged field by field, so that a single rate can be replaced. */
function merged(base: object, overrides: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const whole: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(overrides)) {
    const before = whole[name];
    whole[name] = isGroup(before) && isGroup(value) ? { ...before, ...value } : value;
  }
  return whole;
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
