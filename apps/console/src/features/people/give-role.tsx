'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { useSession } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { callName, type Person } from './person.ts';
import { RoleChoice, TenantChoice } from './role-choice.tsx';

const schema = z.object({ tenantId: z.uuid(), roleId: z.coerce.number().int().positive() });

/** One more role for a user. */
export function GiveRole({ person, onClose }: { readonly person: Person; readonly onClose: () => void }) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const done = useDone();
  const { data: session } = useSession();
  const grant = useMutation(
    trpc.people.grant.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.saved });
      },
    }),
  );
  const form = useForm({
    initial: { tenantId: session?.tenant.id ?? '', roleId: '' },
    schema,
    onSubmit: (key) => grant.mutate({ userId: person.id, ...key }),
  });
  const { values, set, problem } = form;
  const filled = schema.safeParse(values).data;
  return (
    <FormDrawer
      title={t.roles.giveTitle(callName(person))}
      kind="save"
      onClose={onClose}
      onSubmit={form.submit}
      busy={grant.isPending}
      error={grant.error}
      twin={filled && callTwin({ method: 'PUT', path: '/api/v2/memberships', body: { userId: person.id, ...filled } })}
    >
      <TenantChoice
        value={values.tenantId}
        error={problem('tenantId')}
        onChange={(tenantId) => {
          set('tenantId', tenantId);
          set('roleId', '');
        }}
      />
      <RoleChoice
        tenantId={values.tenantId}
        value={values.roleId}
        error={problem('roleId')}
        onChange={(roleId) => set('roleId', roleId)}
      />
    </FormDrawer>
  );
}
