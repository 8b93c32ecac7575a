'use client';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { MatrixCell } from '../../ui/matrix-cell.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { useToast } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { GalleryForm } from './gallery-form.tsx';
import { GalleryTable } from './gallery-table.tsx';

const fromMs = Date.UTC(2026, 0, 5, 8);
const moments = Array.from({ length: 120 }, (_, i) => fromMs + i * 60_000);
const wave = (shift: number, top: number) =>
  moments.map((_, i) => Math.round(top * (1 + Math.sin(i / 9 + shift)) * 0.5));
const mib = 2 ** 20;

/** All primitives that are not seen at a glance elsewhere, with made-up contents. */
export function Gallery() {
  const toast = useToast();
  const [asked, setAsked] = useState(false);
  return (
    <main className="mx-auto flex max-w-6xl flex-col gap-6 p-6">
      <PageHeader title="Primitives" note="What pages are made of." />
      <Card aria-label="Actions" className="flex flex-wrap items-center gap-3 p-5">
        <Button look="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button look="quiet">Quiet</Button>
        <Button look="danger" onClick={() => setAsked(true)}>
          Delete
        </Button>
        <Button onClick={() => toast({ title: 'Moved', undo: () => toast({ title: 'Moved back' }) })}>Toast</Button>
        <Tooltip text="A few words about it">
          <Button size="sm">Tooltip</Button>
        </Tooltip>
        <TwinButton
          action="Create a preheat"
          twin={{ dfctl: 'dfctl preheat nginx:1.27', curl: 'curl -X POST …', yaml: 'kind: Preheat\nimage: nginx:1.27' }}
        />
        <ConfirmDialog
          open={asked}
          onOpenChange={setAsked}
          title="Delete cluster edge-1?"
          action="Delete cluster"
          phrase="edge-1"
          onConfirm={() => setAsked(false)}
        >
          Its 4 schedulers lose their configuration. This cannot be taken back.
        </ConfirmDialog>
      </Card>
      <Card aria-label="Charts">
        <CardHeader title="Time chart" note={<DateTime atMs={fromMs} />} />
        <TimeChart
          label="Throughput over two hours"
          atMs={moments}
          unit="bytes"
          valueText={(value) => `${Math.round(value / mib)} MiB/s`}
          series={[
            { name: 'Origin', colour: 'var(--origin)', values: wave(0, 20 * mib) },
            { name: 'Peers', colour: 'var(--downloading)', values: wave(2, 90 * mib) },
          ]}
          className="px-5 pb-4"
        />
        <div className="flex flex-wrap items-center gap-5 border-line border-t px-5 py-3">
          <Sparkline label="A course" values={wave(1, 10)} />
          <span className="flex gap-1">
            <MatrixCell state="waiting" label="waiting" />
            <MatrixCell state="running" share={0.4} label="running, 40 %" />
            <MatrixCell state="done" label="done" />
            <MatrixCell state="failed" label="failed" />
            <MatrixCell state="skipped" label="skipped" />
          </span>
        </div>
      </Card>
      <GalleryForm />
      <GalleryTable />
    </main>
  );
}
