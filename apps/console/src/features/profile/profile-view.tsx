'use client';
import { KeyRound, LockKeyhole } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem } from '../connection/index.ts';
import { SessionsCard } from '../people/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { profileMessages } from './messages.ts';

/** Who is signed in, with what rights, and where else. */
export function ProfileView() {
  const t = useMessages(profileMessages);
  const format = useFormat();
  const may = useMay();
  const { data: session, error, refetch } = useSession();
  if (session === undefined) {
    return error === null ? (
      <SkeletonRows rows={6} />
    ) : (
      <LoadProblem what={t.theProfile} error={error} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          <>
            {may({ action: 'create', subject: 'ApiToken' }) && (
              <Button asChild>
                <Link href="/tokens" title={t.tokensNote}>
                  <KeyRound aria-hidden />
                  {t.tokens}
                </Link>
              </Button>
            )}
            <Button asChild>
              <Link href="/change-password">
                <LockKeyhole aria-hidden />
                {t.password}
              </Link>
            </Button>
          </>
        }
      />
      <Card aria-label={t.you} className="mb-6">
        <CardHeader title={t.you} />
        <Facts
          className="px-4 pb-4 sm:px-5"
          facts={[
            { term: t.facts.name, value: session.user.name },
            { term: t.facts.tenant, value: session.tenant.name },
            { term: t.facts.roles, value: format.list(session.roles) || '–' },
            ...(session.tenants.length < 2
              ? []
              : [{ term: t.facts.tenants, value: format.list(session.tenants.map(({ name }) => name)) }]),
          ]}
        />
        <p className="border-line border-t px-4 py-3 text-muted text-xs sm:px-5">{t.look}</p>
      </Card>
      <SessionsCard userId={session.user.id} mine />
    </>
  );
}
