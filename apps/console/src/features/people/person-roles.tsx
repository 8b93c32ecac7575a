'use client';
import { useMutation } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { type Person, rolesByTenant } from './person.ts';

const GiveRole = loaded(() => import('./give-role.tsx').then((part) => part.GiveRole));

/** What a user holds where; roles are given and taken here. */
export function PersonRoles({ person }: { readonly person: Person }) {
  const t = useMessages(peopleMessages).roles;
  const may = useMay();
  const drawer = useDrawer();
  const mayGive = may({ action: 'create', subject: 'Membership' });
  const { everywhere, inTenants } = rolesByTenant(person.memberships);
  return (
    <Card aria-label={t.title} className="mb-6">
      <CardHeader
        title={t.title}
        note={t.note(person.memberships.length)}
        actions={
          mayGive && (
            <Button size="sm" onClick={() => drawer.open('role')}>
              <Plus aria-hidden />
              {t.give}
            </Button>
          )
        }
      />
      {person.memberships.length === 0 && <p className="px-4 pb-4 text-muted text-sm sm:px-5">{t.none}</p>}
      <dl className="border-line border-t empty:hidden">
        {everywhere.length > 0 && <Held title={t.everywhereNote} person={person} held={everywhere} />}
        {inTenants.map(({ tenant, held }) => (
          <Held key={tenant.id} title={tenant.name} person={person} held={held} />
        ))}
      </dl>
      {drawer.held === 'role' && mayGive && <GiveRole person={person} onClose={drawer.close} />}
    </Card>
  );
}

interface HeldProps {
  readonly title: string;
  readonly person: Person;
  readonly held: Person['memberships'];
}

function Held({ title, person, held }: HeldProps) {
  const t = useMessages(peopleMessages).roles;
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const may = useMay();
  const textOf = useFailureText();
  const failed = (error: unknown) => toast({ title: t.notTaken, detail: textOf(error), tone: 'failed' });
  const give = useMutation(trpc.people.grant.mutationOptions({ onError: failed }));
  const take = useMutation(trpc.people.revoke.mutationOptions({ onError: failed }));
  const mayTake = may({ action: 'delete', subject: 'Membership' });
  const takeAway = ({ tenant, role }: Person['memberships'][number]) => {
    const key = { userId: person.id, tenantId: tenant.id, roleId: role.id };
    const undo = () => give.mutate(key, { onSuccess: () => void done({ title: t.given(role.name) }) });
    take.mutate(key, { onSuccess: () => void done({ title: t.taken(role.name), undo }) });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-b px-4 py-2.5 last:border-0 sm:px-5">
      <dt className="w-44 min-w-0 truncate text-muted text-sm">{title}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap gap-1.5">
        {held.map((membership) => (
          <span
            key={`${membership.tenant.id}/${membership.role.id}`}
            className="inline-flex h-7 items-center gap-1 rounded-md border border-line bg-band pr-1 pl-2.5 font-medium text-sm"
          >
            {membership.role.name}
            {mayTake ? (
              <button
                type="button"
                aria-label={t.take(membership.role.name)}
                title={t.take(membership.role.name)}
                disabled={take.isPending}
                onClick={() => takeAway(membership)}
                className="grid size-5 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            ) : (
              <span className="w-1.5" />
            )}
          </span>
        ))}
      </dd>
    </div>
  );
}
