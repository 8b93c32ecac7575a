import { Failure } from '@damselfly/core';
import type { IndexEntry } from './manifest.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** What Dragonfly's preheat takes when nobody says otherwise. */
const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' };

/** Variants that their architecture's name alone stands for. */
const impliedVariant: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7' };
const aliases: Readonly<Record<string, string>> = { x86_64: 'amd64', 'x86-64': 'amd64', aarch64: 'arm64', i386: '386' };

/** Parses `os/arch` or `os/arch/variant`; empty means linux/amd64. Throws `invalid`. */
export function parsePlatform(text: string | undefined): Platform {
  if (!text) return defaultPlatform;
  const [os = '', architecture = '', variant, ...rest] = text.toLowerCase().split('/');
  const plain = [os, architecture, variant ?? 'v'].every((part) => /^[a-z0-9_.-]{1,64}$/.test(part));
  if (!plain || rest.length > 0) {
    throw new Failure('invalid', 'platform must be os/architecture or os/architecture/variant, such as linux/amd64');
  }
  return { os, architecture: aliases[architecture] ?? architecture, ...(variant !== undefined && { variant }) };
}

/**
 * The entry of an index that runs on `wanted`; entries without a platform are taken when nothing else fits and only one
 * is there, as with models and nested indexes. `notFound` lists what there is.
 */
export function choosePlatform(entries: readonly IndexEntry[], wanted: Platform): IndexEntry {
  const fits = entries.filter(({ platform }) => platform && sameMachine(platform, wanted));
  const variant = wanted.variant ?? impliedVariant[wanted.architecture];
  const exact = fits.find(({ platform }) => platform?.variant === variant);
  const loose = fits.find(({ platform }) => !platform?.variant || wanted.variant === undefined);
  const nameless = entries.filter(({ platform }) => platform === undefined);
  const chosen = exact ?? loose ?? (nameless.length === 1 ? nameless[0] : undefined);
  if (chosen !== undefined) return chosen;
  const offered = [...new Set(entries.flatMap(({ platform }) => (platform ? [platformText(platform)] : [])))];
  throw new Failure(
    'notFound',
    `the image has no manifest for ${platformText(wanted)}; it has ${offered.slice(0, 20).join(', ') || 'none'}`,
  );
}

const sameMachine = (a: Platform, b: Platform): boolean => a.os === b.os && a.architecture === b.architecture;

/** `os/arch[/variant]` */
export const platformText = ({ os, architecture, variant }: Platform): string =>
  [os, architecture, ...(variant ? [variant] : [])].join('/');
