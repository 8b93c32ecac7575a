'use client';
import { MapPinned, Plus } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { useMay } from '../session/index.ts';
import { settingsMessages } from './messages.ts';

/** What leads on from the list of clusters. */
export function ClusterListActions() {
  const t = useMessages(settingsMessages);
  const may = useMay();
  return (
    <>
      <Button asChild>
        <Link href="/clusters/landing">
          <MapPinned aria-hidden />
          {t.landing.open}
        </Link>
      </Button>
      {may({ action: 'create', subject: 'SchedulerCluster' }) && (
        <Button look="primary" asChild>
          <Link href="/clusters/new">
            <Plus aria-hidden />
            {t.create}
          </Link>
        </Button>
      )}
    </>
  );
}
