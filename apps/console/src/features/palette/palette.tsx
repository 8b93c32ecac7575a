'use client';
import { CornerDownLeft, Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { cn } from '../../ui/cn.ts';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { listStep } from '../../ui/listbox-keys.ts';
import type { Command } from './command.ts';
import { paletteMessages } from './messages.ts';
import { useCommands } from './use-commands.ts';

interface PaletteProps {
  readonly onClose: () => void;
  /** The areas that one may see; their ids are their addresses. */
  readonly pages: readonly Omit<Command, 'group' | 'run'>[];
  readonly onShortcuts: () => void;
}

/** Everything by name: pages, actions, tasks, clusters. */
export function Palette({ onClose, pages, onShortcuts }: PaletteProps) {
  const t = useMessages(paletteMessages);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const commands = useCommands({ typed, pages, onShortcuts });
  const marked = Math.min(at, commands.length - 1);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = listStep(event, marked, commands.length);
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(commands[marked]);
    }
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.title} quietTitle place="top">
        <div className="flex items-center gap-3 border-line border-b px-4">
          <Search aria-hidden className="size-4 shrink-0 text-muted" />
          <input
            ref={input}
            role="combobox"
            aria-label={t.title}
            aria-expanded
            aria-controls={id}
            aria-activedescendant={commands[marked] === undefined ? undefined : `${id}-${marked}`}
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            value={typed}
            placeholder={t.placeholder}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            className="h-13 min-w-0 flex-1 bg-transparent text-md outline-none"
          />
        </div>
        <div ref={list} className="max-h-[52dvh] overflow-y-auto p-2">
          <div id={id} role="listbox" aria-label={t.title}>
            {commands.map((command, index) => (
              <div key={`${command.group}-${command.id}`}>
                {command.group !== commands[index - 1]?.group && (
                  <p
                    aria-hidden
                    className="px-2.5 pt-2.5 pb-1 font-medium text-2xs text-faint uppercase tracking-[0.06em]"
                  >
                    {t.groups[command.group]}
                  </p>
                )}
                {/* biome-ignore lint/a11y/useFocusableInteractive: the line above keeps the focus */}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the line above has the keys */}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === marked}
                  onMouseMove={() => setAt(index)}
                  onClick={() => run(command)}
                  className={cn(
                    'flex min-h-9 cursor-default items-center gap-3 rounded-md px-2.5 text-sm pointer-coarse:min-h-11',
                    index === marked && 'bg-hover',
                  )}
                >
                  <command.icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.9} />
                  <span className="min-w-0 truncate">{command.label}</span>
                  {command.note !== undefined && (
                    <span className="min-w-0 flex-1 truncate text-muted text-xs">{command.note}</span>
                  )}
                  {index === marked && <CornerDownLeft aria-hidden className="ml-auto size-3.5 shrink-0 text-faint" />}
                </div>
              </div>
            ))}
          </div>
          {commands.length === 0 && (
            <p role="status" className="px-2.5 py-6 text-center text-muted text-sm">
              {t.nothing}
            </p>
          )}
        </div>
        <p className="flex items-center gap-4 border-line border-t px-4 py-2 text-muted text-xs pointer-coarse:hidden">
          <span className="flex items-center gap-1">
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd> {t.keys.walk}
          </span>
          <span className="flex items-center gap-1">
            <Kbd>↵</Kbd> {t.keys.choose}
          </span>
          <span className="flex items-center gap-1">
            <Kbd>Esc</Kbd> {t.keys.close}
          </span>
        </p>
      </DialogContent>
    </Dialog>
  );
}
