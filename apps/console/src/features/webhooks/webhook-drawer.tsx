'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { webhookMessages } from './messages.ts';
import { type HookEvent, heard, hookEvents, type Webhook, type WebhookFields, webhookTwin } from './webhook.ts';

const schema = z
  .object({
    name: z.string().trim().min(1).max(128),
    url: z.url({ protocol: /^https?$/ }).max(2048),
    events: z.array(z.enum(['job.succeeded', 'job.partial', 'job.failed', 'job.cancelled'])),
    secret: z.union([z.literal(''), z.string().min(16).max(256)]),
    enabled: z.boolean(),
  })
  .transform(({ secret, ...fields }): WebhookFields => ({ ...fields, ...(secret !== '' && { secret }) }));

interface WebhookDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly webhook?: Webhook | undefined;
  readonly onClose: () => void;
}

/** An address to tell, and of what; a new one's secret is shown at the end. */
export function WebhookDrawer({ webhook, onClose }: WebhookDrawerProps) {
  const t = useMessages(webhookMessages);
  const trpc = useTRPC();
  const done = useDone();
  const create = useMutation(
    trpc.webhooks.create.mutationOptions({ onSuccess: ({ name }) => done({ title: t.created(name) }) }),
  );
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: async ({ name }) => {
        onClose();
        await done({ title: t.saved(name) });
      },
    }),
  );
  const events: readonly HookEvent[] =
    webhook === undefined || webhook.events.length === 0 ? [] : heard(webhook.events);
  const form = useForm({
    initial: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? '',
      events,
      secret: '',
      enabled: webhook?.enabled ?? true,
    },
    schema,
    onSubmit: (fields: WebhookFields) =>
      webhook === undefined ? create.mutate(fields) : update.mutate({ id: webhook.id, change: fields }),
  });
  const { values, set, problem } = form;
  const filled = schema.safeParse(values);
  if (create.data !== undefined) return <WebhookMade {...create.data} onClose={onClose} />;
  return (
    <FormDrawer
      title={webhook === undefined ? t.create : t.editTitle}
      note={webhook === undefined ? t.noneWhy : undefined}
      kind={webhook === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={filled.data && webhookTwin(filled.data, window.location.origin, webhook?.id)}
    >
      <TextField
        label={t.form.name}
        error={problem('name')}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <TextField
        label={t.form.url}
        hint={t.form.urlHint}
        error={problem('url')}
        type="url"
        placeholder="https://"
        className="font-mono text-sm"
        value={values.url}
        onChange={(url) => set('url', url)}
      />
      <fieldset>
        <legend className="font-medium text-sm">{t.form.events}</legend>
        <p className="mt-1 mb-2 text-muted text-xs">{t.form.eventsHint}</p>
        <div className="grid gap-2 sm:grid-cols-2">
          {hookEvents.map((event) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
            <label key={event} className="flex items-center gap-2 text-sm">
              <Checkbox
                checked={values.events.includes(event)}
                onChange={(on) =>
                  set('events', on ? [...values.events, event] : values.events.filter((one) => one !== event))
                }
              />
              {t.events[event]}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        label={t.form.secret}
        hint={webhook === undefined ? t.form.secretHint : t.form.secretKept}
        error={problem('secret')}
        type="password"
        autoComplete="new-password"
        value={values.secret}
        onChange={(secret) => set('secret', secret)}
      />
      <Field label={t.form.enabled}>
        {({ id }) => (
          <div>
            <Switch id={id} checked={values.enabled} onChange={(enabled) => set('enabled', enabled)} />
          </div>
        )}
      </Field>
    </FormDrawer>
  );
}

interface WebhookMadeProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

function WebhookMade({ name, secret, onClose }: WebhookMadeProps) {
  const t = useMessages(webhookMessages).made;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.title(name)} place="right">
        <div className="flex flex-col gap-5 px-5 pt-1 pb-6">
          <SecretOnce label={t.secret} secret={secret} />
          <p className="text-pretty text-muted text-sm">{t.note}</p>
          <Button look="primary" className="self-start" onClick={onClose}>
            {t.done}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
