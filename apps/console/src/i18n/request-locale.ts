import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { type Locale, localeCookie, pickLocale } from './locale.ts';
import type { Messages, Translation } from './messages.ts';

/** The language of the request that is being answered. For server components. */
export async function requestLocale(): Promise<Locale> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return pickLocale(jar.get(localeCookie)?.value, head.get('accept-language'));
}

/** A feature's texts in the language of the request. For server components. */
export const requestMessages = async <T>(messages: Messages<T>): Promise<Translation<T>> =>
  messages[await requestLocale()];

/** A page's `generateMetadata`: its title in the language of the request. */
export const titled =
  <T>(messages: Messages<T>, title: (texts: Translation<T>) => string): (() => Promise<Metadata>) =>
  async () => ({ title: title(await requestMessages(messages)) });
