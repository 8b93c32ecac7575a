'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { frameMessages } from './messages.ts';
import { SideBar } from './side-bar.tsx';

interface MobileMenuProps {
  readonly userName: string;
  readonly onShortcuts: () => void;
  readonly onPalette: () => void;
  readonly onClose: () => void;
}

/** The side bar as a drawer. */
export function MobileMenu({ userName, onShortcuts, onPalette, onClose }: MobileMenuProps) {
  const t = useMessages(frameMessages);
  const closing = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.menu} quietTitle place="left">
        <SideBar
          userName={userName}
          onLeave={onClose}
          onPalette={closing(onPalette)}
          onShortcuts={closing(onShortcuts)}
        />
      </DialogContent>
    </Dialog>
  );
}
