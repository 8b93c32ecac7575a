'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { MenuContent, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '../../ui/menu-content.tsx';
import { clusterChoiceMessages } from './messages.ts';
import { useClusterChoice } from './use-cluster-choice.ts';

const all = 'all';

interface ClusterMenuProps {
  readonly clusters: readonly { readonly id: number; readonly name: string }[];
}

/** The clusters to narrow to, and all of them. */
export function ClusterMenu({ clusters }: ClusterMenuProps) {
  const t = useMessages(clusterChoiceMessages);
  const [chosen, choose] = useClusterChoice();
  return (
    <MenuContent label={t.title}>
      <MenuRadioGroup
        label={t.title}
        value={chosen === undefined ? all : String(chosen)}
        onValueChange={(value) => choose(value === all ? undefined : Number(value))}
      >
        <MenuRadioItem value={all}>{t.allClusters}</MenuRadioItem>
        <MenuSeparator />
        {clusters.map(({ id, name }) => (
          <MenuRadioItem key={id} value={String(id)}>
            <span className="truncate">{name}</span>
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuContent>
  );
}
