'use client';
import { browserLocale } from '../i18n/browser-locale.ts';
import { localeTags } from '../i18n/locale.ts';
import { appMessages } from './messages.ts';
import './globals.css';
import { Button } from '../ui/button.tsx';

/** The last resort: the document itself failed. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  const locale = browserLocale();
  const t = appMessages[locale].documentFailed;
  return (
    <html lang={localeTags[locale]}>
      <body>
        <title>{t.document}</title>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div role="alert">
            <h1 className="font-semibold text-lg">{t.title}</h1>
            <p className="mt-1 mb-5 max-w-sm text-muted text-sm">{t.why}</p>
            <Button look="primary" onClick={reset}>
              {t.retry}
            </Button>
          </div>
        </main>
      </body>
    </html>
  );
}
