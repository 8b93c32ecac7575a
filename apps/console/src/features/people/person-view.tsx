'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { callName } from './person.ts';
import { PersonActions } from './person-actions.tsx';
import { PersonRoles } from './person-roles.tsx';
import { SessionsCard } from './sessions-card.tsx';

/** One user: what they hold, where they are signed in, and what can be done about it. */
export function PersonView({ id }: { readonly id: number }) {
  const t = useMessages(peopleMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const may = useMay();
  const { data: session } = useSession();
  const { data: person, error, refetch } = useQuery(trpc.people.byId.queryOptions({ id }));
  if (error !== null && person === undefined) {
    return <LoadProblem what={t.thisUser} error={error} onRetry={() => void refetch()} />;
  }
  if (person === undefined) return <SkeletonRows rows={8} />;
  const mine = session?.user.id === id;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/users' }]}
        title={callName(person)}
        note={
          <span className="flex flex-wrap items-center gap-2">
            <StatePill tone={person.state === 'enabled' ? 'done' : 'unknown'} label={t.states[person.state]} />
            {person.displayName !== '' && <span>{person.name}</span>}
            {mine && <Badge>{t.you}</Badge>}
            {person.mustChangePassword && <Badge>{t.mustChange}</Badge>}
          </span>
        }
        actions={may({ action: 'update', subject: 'User' }) && <PersonActions person={person} mine={mine} />}
      />
      <Card aria-label={t.thisUser} className="mb-6">
        <Facts
          className="px-4 py-4 sm:px-5"
          facts={[
            { term: t.facts.email, value: person.email ?? '–' },
            { term: t.facts.signsIn, value: person.hasPassword ? t.ways.password : t.ways.provider },
            {
              term: t.facts.lastSignIn,
              value: person.lastSignInAt === null ? t.never : <RelativeTime atMs={person.lastSignInAt.getTime()} />,
            },
            { term: t.facts.created, value: format.date(person.createdAt.getTime()) },
          ]}
        />
      </Card>
      <PersonRoles person={person} />
      {(mine || may({ action: 'update', subject: 'User' })) && <SessionsCard userId={id} mine={mine} />}
    </>
  );
}
