'use client';
import './globals.css';
import { Button } from '../ui/button.tsx';

/** The last resort: the document itself failed. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Damselfly failed</title>
        <main className="grid min-h-dvh place-items-center p-6 text-center">
          <div role="alert">
            <h1 className="font-semibold text-lg">The console failed</h1>
            <p className="mt-1 mb-5 max-w-sm text-muted text-sm">
              It could not draw this page. See whether the process runs and what its log says, then try again.
            </p>
            <Button look="primary" onClick={reset}>
              Try again
            </Button>
          </div>
        </main>
      </body>
    </html>
  );
}
