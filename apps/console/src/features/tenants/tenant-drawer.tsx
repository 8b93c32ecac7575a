'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { tenantMessages } from './messages.ts';
import { renameTwin, slugOf, type Tenant } from './tenant.ts';

const schema = z.object({
  name: z.string().trim().min(1).max(128),
  slug: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[a-z0-9](-?[a-z0-9])*$/),
});

interface TenantDrawerProps {
  /** The one that is renamed; absent for a new one. */
  readonly tenant?: Tenant | undefined;
  readonly onClose: () => void;
}

/** A new tenant, or another name for one. */
export function TenantDrawer({ tenant, onClose }: TenantDrawerProps) {
  const t = useMessages(tenantMessages);
  const trpc = useTRPC();
  const done = useDone();
  // The slug follows the name until somebody writes another.
  const [ownSlug, setOwnSlug] = useState(false);
  const create = useMutation(
    trpc.tenants.create.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.created(name) });
      },
    }),
  );
  const update = useMutation(
    trpc.tenants.update.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.renamed(name) });
      },
    }),
  );
  const form = useForm({
    initial: { name: tenant?.name ?? '', slug: tenant?.slug ?? '' },
    schema,
    onSubmit: ({ name, slug }) =>
      tenant === undefined ? create.mutate({ name, slug }) : update.mutate({ id: tenant.id, name }),
  });
  const { values, set, problem } = form;
  const filled = schema.safeParse(values).data;
  return (
    <FormDrawer
      title={tenant === undefined ? t.create : t.rename}
      note={tenant === undefined ? t.noneWhy : undefined}
      kind={tenant === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={filled && tenant && renameTwin(tenant.id, filled.name)}
    >
      <TextField
        label={t.form.name}
        hint={t.form.nameHint}
        error={problem('name')}
        value={values.name}
        onChange={(name) => {
          set('name', name);
          if (tenant === undefined && !ownSlug) set('slug', slugOf(name));
        }}
      />
      <TextField
        label={t.form.slug}
        hint={tenant === undefined ? t.form.slugHint : t.form.slugStays}
        error={problem('slug')}
        disabled={tenant !== undefined}
        className="font-mono text-sm"
        value={values.slug}
        onChange={(slug) => {
          setOwnSlug(true);
          set('slug', slug);
        }}
      />
    </FormDrawer>
  );
}
