import type { ReactNode } from 'react';
import type { Locale } from './locale.ts';

/** A text, a function that makes one, or a group of them. */
export interface MessageTree {
  readonly [key: string]: string | ((...parts: never[]) => ReactNode) | MessageTree;
}

/** The shape of a tree without its words: what another language has to fill, no key more and none less. */
export type Translation<T> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...parts: infer A) => infer R
      ? (...parts: A) => R extends string ? string : ReactNode
      : Translation<T[K]>;
};

/** The same texts in every language. */
export type Messages<T> = Readonly<Record<Locale, Translation<T>>>;

/**
 * The texts of a feature, all languages side by side: a text missing in one of them, or there in one alone, does not
 * compile. English gives the keys.
 */
export function defineMessages<T extends MessageTree>(messages: {
  readonly en: T;
  readonly zh: Translation<NoInfer<T>>;
}): Messages<T>;
export function defineMessages(messages: Readonly<Record<Locale, unknown>>): Readonly<Record<Locale, unknown>> {
  return messages;
}

/** English has two forms of a noun: `1 task`, `0 tasks`, `2 tasks`. `shown` is the number as it is written. */
export const plural = (count: number, one: string, many: string, shown = String(count)): string =>
  `${shown} ${count === 1 ? one : many}`;
