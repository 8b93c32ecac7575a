'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { LogOut, MonitorSmartphone } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { LoadProblem, useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { peopleMessages } from './messages.ts';
import { deviceOf, type OpenSession } from './person.ts';

interface SessionsCardProps {
  readonly userId: number;
  /** They are the viewer's own. */
  readonly mine: boolean;
}

/** Where a user is signed in. Ending a session ends also what streams in it. */
export function SessionsCard({ userId, mine }: SessionsCardProps) {
  const t = useMessages(peopleMessages).sessions;
  const trpc = useTRPC();
  const { end, endAll, busy } = useEnd();
  const { data, error, refetch } = useQuery(trpc.session.list.queryOptions(mine ? {} : { userId }));
  const others = data?.filter(({ current }) => !current).length ?? 0;
  return (
    <Card aria-label={t.title} aria-busy={data === undefined}>
      <CardHeader
        title={t.title}
        actions={
          others > 0 && (
            <Button size="sm" disabled={busy} onClick={() => endAll(mine ? {} : { userId })}>
              <LogOut aria-hidden />
              {mine ? t.endOthers : t.endAll}
            </Button>
          )
        }
      />
      {data === undefined && error === null && <SkeletonRows rows={2} className="border-line border-t" />}
      {data === undefined && error !== null && (
        <LoadProblem what={t.theSessions} error={error} onRetry={() => void refetch()} className="m-4 mt-0" />
      )}
      {data?.length === 0 && <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.none}</p>}
      <ul className="border-line border-t empty:hidden">
        {data?.map((session) => (
          <SessionLine key={session.id} session={session} busy={busy} onEnd={() => end(session.id)} />
        ))}
      </ul>
    </Card>
  );
}

function useEnd() {
  const t = useMessages(peopleMessages).sessions;
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const textOf = useFailureText();
  const onError = (error: unknown) => toast({ title: t.notEnded, detail: textOf(error), tone: 'failed' });
  const one = useMutation(trpc.session.revoke.mutationOptions({ onSuccess: () => done({ title: t.ended }), onError }));
  const all = useMutation(
    trpc.session.revokeAll.mutationOptions({ onSuccess: () => done({ title: t.endedAll }), onError }),
  );
  return { end: (id: string) => one.mutate({ id }), endAll: all.mutate, busy: one.isPending || all.isPending };
}

interface SessionLineProps {
  readonly session: OpenSession;
  readonly busy: boolean;
  readonly onEnd: () => void;
}

function SessionLine({ session, busy, onEnd }: SessionLineProps) {
  const t = useMessages(peopleMessages).sessions;
  const format = useFormat();
  const { browser, system } = deviceOf(session.userAgent);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2.5 last:border-0 sm:px-5">
      <MonitorSmartphone aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 font-medium text-sm" title={session.userAgent}>
          {t.on(browser, system)}
          {session.current && <Badge>{t.current}</Badge>}
        </p>
        <p className="text-muted text-xs">
          <span className="font-mono">{session.ip}</span> · {session.tenant.name}
        </p>
      </div>
      <p className="text-right text-muted text-xs max-sm:hidden">
        {t.since} <RelativeTime atMs={session.createdAt.getTime()} />
        <br />
        {t.until} {format.dateTime(session.expiresAt.getTime())}
      </p>
      {!session.current && (
        <Button size="sm" disabled={busy} onClick={onEnd}>
          {t.end}
        </Button>
      )}
    </li>
  );
}
