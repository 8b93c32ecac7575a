'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { tokenMessages } from './messages.ts';
import type { MadeToken } from './token.ts';

/** The secret of a token in the one moment that it can be seen, and how to use it. */
export function TokenMade({ made, onClose }: { readonly made: MadeToken; readonly onClose: () => void }) {
  const t = useMessages(tokenMessages).made;
  const { origin } = window.location;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.title(made.token.name)} place="right">
        <div className="flex flex-col gap-5 px-5 pt-1 pb-6">
          <SecretOnce label={t.secret} secret={made.secret} />
          <p className="text-pretty text-muted text-sm">{t.note}</p>
          <section>
            <h3 className="mb-1.5 font-medium text-xs">{t.use}</h3>
            <CodeBlock
              label={t.use}
              code={`export DAMSELFLY_TOKEN=…\ncurl ${origin}/api/v2/jobs \\\n  -H "Authorization: Bearer $DAMSELFLY_TOKEN"`}
            />
          </section>
          <Button look="primary" className="self-start" onClick={onClose}>
            {t.done}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
