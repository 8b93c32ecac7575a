'use client';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { persistentMessages } from './messages.ts';
import { type ImportWish, importCommand } from './persistent.ts';

const usual: ImportWish = { path: '', replicas: '2', ttl: '24h', application: '', tag: '' };

/** Writes the line that hands a file to the network: the file is on a host, and no browser has it. */
export function ImportDrawer({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(persistentMessages);
  const [wish, setWish] = useState(usual);
  const set = (field: keyof ImportWish) => (value: string) => setWish((before) => ({ ...before, [field]: value }));
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.create} place="right">
        <div className="flex flex-1 flex-col gap-5 px-5 pb-6">
          <p className="text-pretty text-muted text-sm">{t.createNote}</p>
          <TextField
            label={t.form.path}
            hint={t.form.pathHint}
            placeholder="/data/model.safetensors"
            className="font-mono text-sm"
            value={wish.path}
            onChange={set('path')}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t.form.replicas}
              hint={t.form.replicasHint}
              inputMode="numeric"
              value={wish.replicas}
              onChange={set('replicas')}
            />
            <TextField label={t.form.ttl} hint={t.form.ttlHint} value={wish.ttl} onChange={set('ttl')} />
            <TextField label={t.form.application} value={wish.application} onChange={set('application')} />
            <TextField label={t.form.tag} value={wish.tag} onChange={set('tag')} />
          </div>
          <section>
            <h3 className="mb-1.5 font-medium text-sm">{t.form.line}</h3>
            <CommandLine command={importCommand(wish)} />
          </section>
          <Button className="self-end" onClick={onClose}>
            {t.form.close}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
