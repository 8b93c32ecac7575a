'use client';
import { SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { loaded } from './loaded.tsx';
import { uiMessages } from './messages.ts';

const TwinDrawer = loaded(() => import('./twin-drawer.tsx').then((part) => part.TwinDrawer));

/** What a button does, in the forms that scripts use. A form that there is none of is absent. */
export interface Twin {
  readonly dfctl?: string;
  readonly curl?: string;
  readonly yaml?: string;
}

interface TwinButtonProps {
  /** What it does: `Create a preheat`. */
  readonly action: string;
  readonly twin: Twin;
}

/** Opens the drawer that shows how to do the same from a terminal. */
export function TwinButton({ action, twin }: TwinButtonProps) {
  const t = useMessages(uiMessages).twin;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" size="sm" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
        <SquareTerminal aria-hidden />
        {t.button}
      </Button>
      {open && <TwinDrawer action={action} twin={twin} onClose={() => setOpen(false)} />}
    </>
  );
}
