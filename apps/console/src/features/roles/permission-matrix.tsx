'use client';
import { Check } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { cn } from '../../ui/cn.ts';
import { useMay } from '../session/index.ts';
import { roleMessages } from './messages.ts';
import { acts, coverage, type Marks, mark, matrix, matrixAreas, pressed, type Role, rowPressed } from './role.ts';

interface PermissionMatrixProps {
  /** What is marked, and what hears of a press; absent for a matrix to look at. */
  readonly edit?: { readonly marks: Marks; readonly onChange: (marks: Marks) => void };
  /** What is stored, for a matrix to look at. */
  readonly permissions?: Role['permissions'];
}

/** What a role allows: a row for each thing, a column for each act. */
export function PermissionMatrix({ edit, permissions = [] }: PermissionMatrixProps) {
  const t = useMessages(roleMessages);
  return (
    <section
      aria-label={t.matrix.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-b-lg border-line border-t"
    >
      <table className="w-full min-w-[34rem] border-collapse text-sm">
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className="h-9 bg-band px-4 text-left font-medium sm:px-5">
              <span className="sr-only">{t.form.permissions}</span>
            </th>
            {edit !== undefined && <Head>{t.matrix.all}</Head>}
            {acts.map((act) => (
              <Head key={act}>{t.matrix.acts[act]}</Head>
            ))}
          </tr>
        </thead>
        {matrixAreas.map((area) => (
          <tbody key={area}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={acts.length + 2}
                className="border-line border-t px-4 pt-4 pb-1 text-left font-medium text-2xs text-faint uppercase tracking-[0.06em] sm:px-5"
              >
                {t.matrix.areas[area]}
              </th>
            </tr>
            {matrix[area].map((row) => (
              <tr key={row.subject} className="hover:bg-hover/60">
                <th scope="row" className="h-9 px-4 text-left font-normal sm:px-5">
                  {t.subjects[row.subject]}
                </th>
                {edit !== undefined && (
                  <td className="w-18 text-center">
                    <RowBox row={row} {...edit} />
                  </td>
                )}
                {acts.map((act) => (
                  <td key={act} className="w-18 text-center">
                    {row.acts.includes(act) ? (
                      edit === undefined ? (
                        <Seen share={coverage(permissions, row.subject, act)} />
                      ) : (
                        <FieldBox row={row} act={act} {...edit} />
                      )
                    ) : (
                      <span className="sr-only">–</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

const Head = ({ children }: { readonly children: string }) => (
  <th scope="col" className="h-9 w-18 bg-band px-1 text-center font-medium">
    {children}
  </th>
);

type Edit = NonNullable<PermissionMatrixProps['edit']>;
type MatrixRow = (typeof matrix)[keyof typeof matrix][number];

function FieldBox({
  row,
  act,
  marks,
  onChange,
}: Edit & { readonly row: MatrixRow; readonly act: (typeof acts)[number] }) {
  const t = useMessages(roleMessages);
  const may = useMay();
  const on = marks.has(mark(row.subject, act));
  const held = may({ action: act, subject: row.subject });
  const label = t.matrix.field(t.matrix.acts[act], t.subjects[row.subject]);
  return (
    <span className="inline-grid place-items-center" title={held ? undefined : t.matrix.notHeld}>
      <Checkbox
        label={held ? label : `${label}. ${t.matrix.notHeld}`}
        checked={on}
        disabled={!held && !on}
        onChange={() => onChange(pressed(marks, row, act))}
      />
    </span>
  );
}

function RowBox({ row, marks, onChange }: Edit & { readonly row: MatrixRow }) {
  const t = useMessages(roleMessages);
  const may = useMay();
  const full = row.acts.every((act) => marks.has(mark(row.subject, act)));
  const held = row.acts.every((act) => may({ action: act, subject: row.subject }));
  return (
    <span className="inline-grid place-items-center" title={held ? undefined : t.matrix.notHeld}>
      <Checkbox
        label={t.matrix.allOf(t.subjects[row.subject])}
        checked={full}
        disabled={!held && !full}
        onChange={() => onChange(rowPressed(marks, row))}
      />
    </span>
  );
}

/** A field of a matrix to look at: everywhere, in part, or not. */
function Seen({ share }: { readonly share: 'all' | 'some' | 'none' }) {
  const t = useMessages(roleMessages).matrix;
  const text = { all: t.every, some: t.some, none: t.no }[share];
  return (
    <span role="img" aria-label={text} title={text} className="inline-grid size-5 place-items-center align-middle">
      {share === 'none' ? (
        <span className="h-px w-2 bg-line-strong/60" />
      ) : (
        <Check className={cn('size-4', share === 'all' ? 'text-done' : 'text-link')} strokeWidth={2.5} />
      )}
    </span>
  );
}
