'use client';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, Check } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { savedViewMessages } from './messages.ts';
import { grouped, type SavedView, viewQuery } from './view.ts';

const SaveView = loaded(() => import('./save-view.tsx').then((part) => part.SaveView));
const ManageViews = loaded(() => import('./manage-views.tsx').then((part) => part.ManageViews));

/** The views of a page that one keeps, and those that others share: to go to, to keep, to remove. */
export function SavedViews() {
  const t = useMessages(savedViewMessages);
  const trpc = useTRPC();
  const may = useMay();
  const page = usePathname();
  const url = useUrlState();
  const [asked, setAsked] = useState<'save' | 'manage'>();
  const allowed = may({ action: 'read', subject: 'SavedView' });
  const { data: views = [] } = useQuery(
    trpc.savedViews.list.queryOptions({ page }, { enabled: allowed, staleTime: 30_000 }),
  );
  const now = viewQuery(url.query);
  const { own, shared } = grouped(views);
  const present = views.find(({ query }) => viewQuery(query) === now);
  const go = ({ query }: Pick<SavedView, 'query'>) => url.replace(query);
  if (!allowed) return null;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button>
            <Bookmark aria-hidden className={present === undefined ? '' : 'fill-current text-link'} />
            <span className="max-w-40 truncate">{present?.name ?? t.button}</span>
          </Button>
        </MenuTrigger>
        <MenuContent align="end" label={t.button}>
          <MenuItem onSelect={() => go({ query: '' })}>
            {t.everything}
            {now === '' && <Check aria-hidden className="ml-auto" />}
          </MenuItem>
          {views.length === 0 && <MenuLabel>{t.none}</MenuLabel>}
          {own.length > 0 && <MenuLabel>{t.own}</MenuLabel>}
          {own.map((view) => (
            <ViewItem key={view.id} view={view} present={view === present} onSelect={go} />
          ))}
          {shared.length > 0 && <MenuLabel>{t.shared}</MenuLabel>}
          {shared.map((view) => (
            <ViewItem key={view.id} view={view} present={view === present} onSelect={go} />
          ))}
          <MenuSeparator />
          <MenuItem disabled={now === ''} onSelect={() => setAsked('save')}>
            {t.save}
          </MenuItem>
          {own.length > 0 && <MenuItem onSelect={() => setAsked('manage')}>{t.manage}</MenuItem>}
        </MenuContent>
      </Menu>
      {asked === 'save' && (
        <SaveView page={page} query={now} name={present?.name ?? ''} onClose={() => setAsked(undefined)} />
      )}
      {asked === 'manage' && <ManageViews views={own} onClose={() => setAsked(undefined)} />}
    </>
  );
}

interface ViewItemProps {
  readonly view: SavedView;
  readonly present: boolean;
  readonly onSelect: (view: SavedView) => void;
}

function ViewItem({ view, present, onSelect }: ViewItemProps) {
  return (
    <MenuItem onSelect={() => onSelect(view)}>
      <span className="truncate">{view.name}</span>
      {present && <Check aria-hidden className="ml-auto" />}
    </MenuItem>
  );
}
