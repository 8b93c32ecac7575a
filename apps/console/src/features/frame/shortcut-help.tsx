'use client';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { areas } from './areas.ts';

const shortcuts = [
  ...areas.map(({ label, key }) => ({ does: `Go to ${label}`, keys: ['g', key] })),
  { does: 'Search on this page', keys: ['/'] },
  { does: 'Empty the search, leave a peer, close', keys: ['Esc'] },
  { does: 'Walk parents, children and neighbours in a task', keys: ['←', '↑', '↓', '→'] },
  { does: 'Show this list', keys: ['?'] },
];

/** Everything that can be pressed. */
export function ShortcutHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts">
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
