'use client';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Link } from '../../ui/link.tsx';
import { ClusterSwitcher } from '../cluster-choice/index.ts';
import { AccountMenu, TenantSwitcher } from '../session/index.ts';
import { AreaLinks } from './area-links.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { PaletteButton } from './palette-button.tsx';
import { ThemeMenu } from './theme-menu.tsx';

interface SideBarProps {
  readonly userName: string;
  readonly onShortcuts: () => void;
  readonly onPalette: () => void;
  /** Called when a link was followed. */
  readonly onLeave?: () => void;
}

/** The areas in the middle, which scroll when they must; below, the line to the console and who is signed in. */
export function SideBar({ userName, onShortcuts, onPalette, onLeave }: SideBarProps) {
  return (
    <div className="flex h-dvh flex-col">
      <Link
        href="/"
        {...(onLeave && { onClick: onLeave })}
        className="m-3 flex h-10 shrink-0 items-center gap-2.5 self-start rounded-md px-2"
      >
        <BrandMark />
        <span className="font-semibold text-md tracking-[-0.015em]">Damselfly</span>
      </Link>
      <PaletteButton onOpen={onPalette} />
      <TenantSwitcher />
      <ClusterSwitcher />
      <div className="min-h-0 flex-1 overflow-y-auto py-1 [scrollbar-width:thin]">
        <AreaLinks onLeave={onLeave} />
      </div>
      <div className="flex flex-col gap-1 border-line border-t p-3">
        <ConnectionLine />
        <div className="flex items-center gap-1">
          <AccountMenu name={userName} onShortcuts={onShortcuts} />
          <ThemeMenu />
        </div>
      </div>
    </div>
  );
}
