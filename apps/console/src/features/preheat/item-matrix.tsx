'use client';
import { useMemo } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { type CellState, MatrixCell } from '../../ui/matrix-cell.tsx';
import { gridOf } from './item-grid.ts';
import { preheatMessages } from './messages.ts';
import { type PreheatItem, partName } from './preheat.ts';

/** Rows that are drawn; more say no more to the eye. */
const drawnHosts = 200;

const cellOf: Readonly<Record<PreheatItem['state'], CellState>> = {
  pending: 'waiting',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'skipped',
};

/** Every part on every host. */
export function ItemMatrix({ items }: { readonly items: readonly PreheatItem[] }) {
  const t = useMessages(preheatMessages);
  const format = useFormat();
  const { parts, hosts } = useMemo(() => gridOf(items), [items]);
  return (
    <Card className="mb-6">
      <CardHeader title={t.view.matrix} note={t.view.matrixNote} />
      {hosts.length === 0 ? (
        <p className="px-4 pb-5 text-muted text-sm sm:px-5">{t.view.noItems}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard
        <section className="overflow-x-auto px-4 pb-4 sm:px-5" tabIndex={0} aria-label={t.view.matrix}>
          <table className="border-separate border-spacing-1 text-xs">
            <thead>
              <tr>
                <th scope="col" className="pr-3 text-left font-normal text-muted">
                  {t.view.host}
                </th>
                {parts.map(({ taskId, url }) => (
                  <th key={taskId} scope="col" className="font-normal text-faint" title={url}>
                    <span className="block w-5 truncate font-mono">{partName(url).slice(0, 3)}</span>
                    <span className="sr-only">{partName(url)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {hosts.slice(0, drawnHosts).map(({ key, hostname, cells }) => (
                <tr key={key}>
                  <th scope="row" className="max-w-56 truncate pr-3 text-left font-normal">
                    {hostname}
                  </th>
                  {parts.map(({ taskId, url }) => {
                    const item = cells.get(taskId);
                    const share = item === undefined ? 0 : shareOf(item);
                    const state = item === undefined ? '–' : t.items[item.state];
                    return (
                      <td key={taskId} className="p-0">
                        <MatrixCell
                          state={item === undefined ? 'skipped' : cellOf[item.state]}
                          share={share}
                          label={t.view.cell(partName(url), hostname, state, format.percent(share))}
                        />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
          {hosts.length > drawnHosts && (
            <p className="mt-3 text-muted">{t.view.moreHosts(format.number(hosts.length - drawnHosts))}</p>
          )}
        </section>
      )}
    </Card>
  );
}

const shareOf = ({ state, bytes, contentLength }: PreheatItem): number =>
  state === 'succeeded' ? 1 : contentLength === null || contentLength === 0 ? 0 : bytes / contentLength;
