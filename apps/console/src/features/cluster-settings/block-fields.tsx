'use client';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import type { Form } from '../../ui/use-form.ts';
import { BlockMatches } from './block-matches.tsx';
import { settingsMessages } from './messages.ts';
import { type BlockRules, blockPlaces, type ClusterSettings, countOf, rulesAt, withRules } from './settings.ts';

const lists = ['peerBlockList', 'seedPeerBlockList'] as const;
type ListName = (typeof lists)[number];
const levels = [0, 1, 2, 3, 4, 5, 6];

interface BlockFieldsProps {
  readonly form: Form<ClusterSettings>;
  /** Whose tasks the rules are tried on; all one sees without. */
  readonly clusterId: number | undefined;
}

/** What the members of a cluster refuse: one place of the lists in sight at a time, the others told by their counts. */
export function BlockFields({ form, clusterId }: BlockFieldsProps) {
  const t = useMessages(settingsMessages);
  const format = useFormat();
  const [listName, setListName] = useState<ListName>('peerBlockList');
  const [placeIndex, setPlaceIndex] = useState(0);
  const list = form.values[listName];
  const place = blockPlaces[placeIndex] ?? { family: 'task', direction: 'download' };
  const rules = rulesAt(list, place);
  const set = (change: Partial<BlockRules>) => form.set(listName, withRules(list, place, { ...rules, ...change }));
  const total = (name: ListName) => blockPlaces.reduce((sum, one) => sum + countOf(rulesAt(form.values[name], one)), 0);
  const counted = (text: string, count: number) => (count === 0 ? text : `${text} (${format.number(count)})`);
  return (
    <div className="flex flex-col gap-4 sm:col-span-2">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented<ListName>
          label={t.blockWho}
          value={listName}
          segments={lists.map((value) => ({ value, label: counted(t.lists[value], total(value)) }))}
          onChange={setListName}
        />
        <Select
          aria-label={t.blockWhat}
          value={String(placeIndex)}
          options={blockPlaces.map((one, index) => ({
            value: String(index),
            label: counted(t.place(t.families[one.family], t.directions[one.direction]), countOf(rulesAt(list, one))),
          }))}
          onChange={(index) => setPlaceIndex(Number(index))}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Texts
          label={t.rules.applications}
          hint={t.rules.exact}
          value={rules.applications}
          onChange={(applications) => set({ applications })}
        />
        <Texts label={t.rules.tags} hint={t.rules.exact} value={rules.tags} onChange={(tags) => set({ tags })} />
        <div className="sm:col-span-2">
          <Texts label={t.rules.urls} hint={t.rules.pattern} value={rules.urls} onChange={(urls) => set({ urls })} />
        </div>
        {place.direction === 'download' && (
          <fieldset className="sm:col-span-2">
            <legend className="mb-1.5 font-medium text-sm">{t.rules.priorities}</legend>
            <div className="flex flex-wrap gap-x-4 gap-y-2">
              {levels.map((level) => (
                // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside
                <label key={level} className="flex items-center gap-2 text-sm tabular-nums">
                  <Checkbox
                    checked={rules.priorities.includes(level)}
                    onChange={(on) =>
                      set({
                        priorities: on
                          ? [...rules.priorities, level].sort()
                          : rules.priorities.filter((other) => other !== level),
                      })
                    }
                  />
                  {level}
                </label>
              ))}
            </div>
          </fieldset>
        )}
      </div>
      <BlockMatches clusterId={clusterId} family={place.family} rules={rules} />
    </div>
  );
}

interface TextsProps {
  readonly label: string;
  readonly hint: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

function Texts({ label, hint, value, onChange }: TextsProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <ChipsInput {...control} value={value} onChange={(next) => onChange([...next])} max={200} />}
    </Field>
  );
}
