'use client';
import { useState } from 'react';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useForm } from '../../ui/use-form.ts';

const schema = z.object({
  name: z.string().min(1).max(40),
  kind: z.enum(['image', 'file']),
  clusters: z.array(z.string()).min(1),
  cidrs: z.array(z.string()).max(5),
  note: z.string().max(400),
  force: z.boolean(),
});

const clusters = ['default', 'edge-1', 'edge-2', 'gpu'].map((name, i) => ({
  value: name,
  label: name,
  note: `${i * 3 + 1} peers`,
}));

const initial: z.infer<typeof schema> = {
  name: '',
  kind: 'image',
  clusters: [],
  cidrs: ['10.0.0.0/8'],
  note: '',
  force: false,
};

/** A form with one of each field. */
export function GalleryForm() {
  const [on, setOn] = useState(true);
  const form = useForm({
    initial,
    schema,
    onSubmit: () => undefined,
  });
  const { values, set, problem } = form;
  return (
    <Card aria-label="Form" className="p-5">
      <form onSubmit={form.submit} noValidate className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" hint="1 to 40 characters." error={problem('name')}>
          {(control) => (
            <Input {...control} value={values.name} onChange={(event) => set('name', event.target.value)} />
          )}
        </Field>
        <Field label="Type" error={problem('kind')}>
          {(control) => (
            <Select
              {...control}
              value={values.kind}
              onChange={(kind) => set('kind', kind)}
              options={[
                { value: 'image', label: 'Image' },
                { value: 'file', label: 'File' },
              ]}
            />
          )}
        </Field>
        <Field label="Clusters" error={problem('clusters')}>
          {(control) => (
            <Combobox
              {...control}
              label="Clusters"
              multiple
              choices={clusters}
              value={values.clusters}
              onChange={(next) => set('clusters', [...next])}
            />
          )}
        </Field>
        <Field label="Networks" error={problem('cidrs')}>
          {(control) => (
            <ChipsInput
              {...control}
              value={values.cidrs}
              onChange={(next) => set('cidrs', [...next])}
              suggestions={['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']}
            />
          )}
        </Field>
        <Field label="Note" error={problem('note')}>
          {(control) => (
            <TextArea {...control} value={values.note} onChange={(event) => set('note', event.target.value)} />
          )}
        </Field>
        <div className="flex flex-col gap-3 text-sm">
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
          <label className="flex items-center gap-2">
            <Checkbox checked={values.force} onChange={(force) => set('force', force)} />
            Fetch it again
          </label>
          <span className="flex items-center gap-2">
            <Switch label="Enabled" checked={on} onChange={setOn} />
            Enabled
          </span>
          <Button type="submit" look="primary" className="self-start">
            Create
          </Button>
        </div>
      </form>
    </Card>
  );
}
