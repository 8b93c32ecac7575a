'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Link } from '../../ui/link.tsx';
import { automationMessages } from './messages.ts';
import type { Trigger } from './schedule.ts';
import { distributionYaml, hookPaths } from './trigger.ts';

/** How a registry comes to tell this console what was pushed. */
export function ConnectDrawer({ trigger, onClose }: { readonly trigger: Trigger; readonly onClose: () => void }) {
  const t = useMessages(automationMessages).triggers;
  const url = `${window.location.origin}${hookPaths[trigger.kind]}`;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={`${t.connect}: ${trigger.name}`} place="right">
        <div className="flex flex-col gap-5 px-5 pb-6">
          <p className="text-muted text-sm">{t.connectNote[trigger.kind]}</p>
          {trigger.kind === 'oci' ? (
            <Part title={t.yaml} code={distributionYaml(url)} />
          ) : (
            <>
              <Part title={t.url} code={url} />
              <Part title={t.header} code="Bearer $DAMSELFLY_TOKEN" />
            </>
          )}
          <p className="text-muted text-sm">{t.tokenNote}</p>
          <Button asChild className="self-start">
            <Link href="/tokens?open=new">{t.makeToken}</Link>
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function Part({ title, code }: { readonly title: string; readonly code: string }) {
  return (
    <section>
      <h3 className="mb-1.5 font-medium text-xs">{title}</h3>
      <CodeBlock code={code} label={title} />
    </section>
  );
}
