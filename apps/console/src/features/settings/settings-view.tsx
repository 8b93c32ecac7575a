'use client';
import { ArrowRight } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Problem } from '../../ui/problem.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useMay, useSession } from '../session/index.ts';
import { settingsMessages } from './messages.ts';
import { PriceCard } from './price-card.tsx';
import { SignUpCard } from './sign-up-card.tsx';

/** What holds for the whole system and can be changed while it runs. */
export function SettingsView() {
  const t = useMessages(settingsMessages);
  const may = useMay();
  if (useSession().data === undefined) return <SkeletonRows rows={6} />;
  if (!may({ action: 'manage', subject: 'System' })) return <Problem title={t.notYours}>{t.askForThem}</Problem>;
  return (
    <>
      <PageHeader title={t.title} note={t.note} />
      <div className="flex max-w-3xl flex-col gap-6">
        <PriceCard />
        <SignUpCard />
        <Card aria-label={t.retention.title}>
          <CardHeader
            title={t.retention.title}
            actions={
              <Button asChild look="quiet" size="sm">
                <Link href="/garbage-collection">
                  {t.retention.open}
                  <ArrowRight aria-hidden />
                </Link>
              </Button>
            }
          />
          <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.retention.note}</p>
        </Card>
        <Card aria-label={t.files.title}>
          <CardHeader title={t.files.title} />
          <p className="px-4 pb-4 text-pretty text-muted text-sm sm:px-5">{t.files.note}</p>
        </Card>
      </div>
    </>
  );
}
