'use client';
import { ArrowUp, Plus, X } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Input } from '../../ui/input.tsx';
import { movedUp, type UrlRule } from './application.ts';
import { applicationMessages } from './messages.ts';
import { PrioritySelect } from './priority-select.tsx';

const most = 200;

interface UrlRulesProps {
  readonly rules: readonly UrlRule[];
  readonly onChange: (rules: readonly UrlRule[]) => void;
  readonly error: string | undefined;
}

/** Patterns in the order in which they are tried, each with its priority. */
export function UrlRules({ rules, onChange, error }: UrlRulesProps) {
  const t = useMessages(applicationMessages).form;
  const change = (index: number, changed: Partial<UrlRule>) =>
    onChange(rules.map((rule, at) => (at === index ? { ...rule, ...changed } : rule)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium text-sm">{t.rules}</legend>
      <p className="mb-1 text-muted text-xs">{t.rulesNote}</p>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is told apart by its place
        <div key={index} className="flex flex-wrap items-center gap-2 rounded-md border border-line p-2">
          <Input
            aria-label={t.pattern(index + 1)}
            aria-invalid={error !== undefined && rule.regex === ''}
            className="min-w-40 flex-[1_1_100%] font-mono text-sm"
            spellCheck={false}
            autoComplete="off"
            maxLength={1024}
            value={rule.regex}
            onChange={(event) => change(index, { regex: event.target.value })}
          />
          <span className="min-w-40 flex-1">
            <PrioritySelect
              label={t.value(index + 1)}
              value={rule.value}
              onChange={(value) => change(index, { value })}
            />
          </span>
          <Button
            look="quiet"
            size="icon"
            aria-label={t.up(index + 1)}
            disabled={index === 0}
            onClick={() => onChange(movedUp(rules, index))}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            look="quiet"
            size="icon"
            aria-label={t.drop(index + 1)}
            onClick={() => onChange(rules.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
        </div>
      ))}
      {error !== undefined && <p className="text-failed-text text-xs">{error}</p>}
      <Button
        size="sm"
        className="self-start"
        disabled={rules.length >= most}
        onClick={() => onChange([...rules, { regex: '', value: 3 }])}
      >
        <Plus aria-hidden />
        {t.add}
      </Button>
    </fieldset>
  );
}
