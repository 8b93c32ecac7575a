'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { savedViewMessages } from './messages.ts';
import type { SavedView } from './view.ts';

/** The own views of a page, each to be removed, and put back while the word about it stands. */
export function ManageViews({
  views,
  onClose,
}: {
  readonly views: readonly SavedView[];
  readonly onClose: () => void;
}) {
  const t = useMessages(savedViewMessages);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const textOf = useFailureText();
  const readAnew = () => void queryClient.invalidateQueries(trpc.savedViews.list.pathFilter());
  const onError = (error: unknown) => toast({ title: t.notRemoved, detail: textOf(error), tone: 'failed' });
  const save = useMutation(
    trpc.savedViews.save.mutationOptions({
      onSuccess: ({ name }) => {
        toast({ title: t.restored(name) });
        readAnew();
      },
      onError,
    }),
  );
  const remove = useMutation(
    trpc.savedViews.remove.mutationOptions({
      onSuccess: ({ page, name, query, shared }) => {
        toast({ title: t.removed(name), undo: () => save.mutate({ page, name, query, shared }) });
        readAnew();
      },
      onError,
    }),
  );
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.manageTitle}>
        {views.length === 0 && <p className="px-5 pb-5 text-muted text-sm">{t.none}</p>}
        <ul className="px-5 pb-5 empty:hidden">
          {views.map((view) => (
            <li key={view.id} className="flex items-center gap-2 border-line border-b py-1.5 text-sm last:border-0">
              <span className="min-w-0 flex-1 truncate">{view.name}</span>
              {view.shared && <Badge>{t.sharedBadge}</Badge>}
              <Button
                look="quiet"
                size="icon"
                aria-label={t.remove(view.name)}
                disabled={remove.isPending}
                onClick={() => remove.mutate({ id: view.id })}
              >
                <Trash2 aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}
