'use client';
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../ui/tabs.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { clusterMessages } from './messages.ts';

export interface Section {
  readonly name: string;
  readonly label: string;
  readonly count?: number;
  readonly content: ReactNode;
}

/** Sections of a page, one in sight; the address says which. */
export function SectionTabs({ sections }: { readonly sections: readonly Section[] }) {
  const t = useMessages(clusterMessages);
  const format = useFormat();
  const [wanted, setWanted] = useUrlValue('show');
  const first = sections[0]?.name ?? '';
  const shown = sections.find(({ name }) => name === wanted)?.name ?? first;
  return (
    <Tabs value={shown} onValueChange={(name) => setWanted(name === first ? '' : name)}>
      <TabsList aria-label={t.members} className="mb-4">
        {sections.map(({ name, label, count }) => (
          <Tab key={name} value={name} count={count === undefined ? undefined : format.number(count)}>
            {label}
          </Tab>
        ))}
      </TabsList>
      {sections.map(({ name, content }) => (
        <TabPanel key={name} value={name}>
          {content}
        </TabPanel>
      ))}
    </Tabs>
  );
}
