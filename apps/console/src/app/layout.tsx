import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Look } from '../features/frame/index.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Damselfly', template: '%s · Damselfly' },
  description: 'Peer-to-peer distribution of files, images and models, live.',
  robots: { index: false },
};

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
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Look nonce={nonce}>{children}</Look>
      </body>
    </html>
  );
}
