import { Failure, formatDigest, parseBytes, parseDigest, parseDurationMs } from '@damselfly/core';
import { InvalidArgumentError } from 'commander';

function checked<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(Failure.from(error).message);
    }
  };
}

/** Bytes, written like 16MiB. */
export const size = checked(parseBytes);
/** Milliseconds, written like 30m. */
export const duration = checked(parseDurationMs);
/** A digest of the whole content. */
export const digest = checked((text: string) => formatDigest(parseDigest(text)));

/** A whole number within bounds. */
export function count(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most && text.trim() !== '') return number;
    throw new InvalidArgumentError(`write a number from ${least} to ${most}`);
  };
}

/** Collects `Name: value`. */
export function addHeader(text: string, before: Record<string, string>): Record<string, string> {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidArgumentError('write "Name: value"');
  return { ...before, [text.slice(0, colon).trim()]: text.slice(colon + 1).trim() };
}

/** Collects values of a flag that may be repeated. */
export const append = (text: string, before: string[] = []): string[] => [...before, text];
