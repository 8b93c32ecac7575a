'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { areas } from './areas.ts';
import { frameMessages } from './messages.ts';

/** Everything that can be pressed. */
export function ShortcutHelp({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(frameMessages);
  const shortcuts = [
    { does: t.shortcuts.palette, keys: ['⌘', 'K'] },
    ...areas.flatMap(({ name, key }) =>
      key === undefined ? [] : [{ does: t.shortcuts.goTo(t.areas[name]), keys: ['g', key] }],
    ),
    { does: t.shortcuts.search, keys: ['/'] },
    { does: t.shortcuts.escape, keys: ['Esc'] },
    { does: t.shortcuts.walk, keys: ['←', '↑', '↓', '→'] },
    { does: t.shortcuts.help, keys: ['?'] },
  ];
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.shortcuts.title}>
        <dl className="px-5 pt-1 pb-5">
          {shortcuts.map(({ does, keys }) => (
            <div
              key={does}
              className="flex items-center justify-between gap-4 border-line border-b py-2.5 text-sm last:border-0"
            >
              <dt className="text-muted">{does}</dt>
              <dd className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
