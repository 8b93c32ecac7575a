'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Select } from '../../ui/select.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { memberMessages } from './messages.ts';

type Chosen = '' | 'active' | 'inactive';

/** The state that the list is narrowed to, as the address says. */
export function useStateFilter(): { readonly state: Chosen; readonly filter: React.ReactNode } {
  const t = useMessages(memberMessages);
  const [text, setText] = useUrlValue('state');
  const state = text === 'active' || text === 'inactive' ? text : '';
  const filter = (
    <Select<Chosen>
      aria-label={t.stateFilter}
      value={state}
      options={[
        { value: '', label: t.anyState },
        { value: 'active', label: t.onlyActive },
        { value: 'inactive', label: t.onlyInactive },
      ]}
      onChange={setText}
    />
  );
  return { state, filter };
}
