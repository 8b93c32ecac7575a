'use client';
import { History, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import { RowMenu } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { settingsMessages } from './messages.ts';

const DeleteCluster = loaded(() => import('./delete-cluster.tsx').then((part) => part.DeleteCluster));

interface ClusterActionsProps {
  readonly id: number;
  readonly name: string;
  readonly tenantId: string | null;
}

/** What can be done with a cluster, as far as one may. */
export function ClusterActions({ id, name, tenantId }: ClusterActionsProps) {
  const t = useMessages(settingsMessages);
  const may = useMay();
  const [leaving, setLeaving] = useState(false);
  const mayDo = (action: 'update' | 'delete') => may({ action, subject: 'SchedulerCluster' }, { tenantId });
  return (
    <>
      <Button asChild>
        <Link href={`/clusters/${id}/history`}>
          <History aria-hidden />
          {t.history.title}
        </Link>
      </Button>
      {mayDo('update') && (
        <Button asChild>
          <Link href={`/clusters/${id}/edit`}>
            <Pencil aria-hidden />
            {t.edit}
          </Link>
        </Button>
      )}
      {mayDo('delete') && (
        <RowMenu name={name}>
          <MenuItem onSelect={() => setLeaving(true)}>
            <Trash2 aria-hidden />
            {t.remove.action}
          </MenuItem>
        </RowMenu>
      )}
      {leaving && <DeleteCluster id={id} name={name} onClose={() => setLeaving(false)} />}
    </>
  );
}
