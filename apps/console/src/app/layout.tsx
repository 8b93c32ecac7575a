import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Look } from '../features/frame/index.ts';
import { localeTags } from '../i18n/locale.ts';
import { LocaleProvider } from '../i18n/locale-provider.tsx';
import { requestLocale, requestMessages } from '../i18n/request-locale.ts';
import { themeScript } from '../theme/theme.ts';
import { appMessages } from './messages.ts';
import './globals.css';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: { default: 'Damselfly', template: '%s · Damselfly' },
  description: (await requestMessages(appMessages)).description,
  robots: { index: false },
});

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9fafc' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0e14' },
  ],
};

/** The document. It is made anew for each request, as its scripts carry the request's nonce. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const policy = (await headers()).get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  const locale = await requestLocale();
  return (
    <html lang={localeTags[locale]} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a text of ours, which the policy lets run by its nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <LocaleProvider locale={locale}>
          <Look>{children}</Look>
        </LocaleProvider>
      </body>
    </html>
  );
}
