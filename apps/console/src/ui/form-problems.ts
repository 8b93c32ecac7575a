import type { z } from 'zod';
import type { Format } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import type { issueMessages } from './issue-messages.ts';

type IssueTexts = (typeof issueMessages)[Locale];
type Issue = z.core.$ZodIssue;

/** What zod found, by the field it stands at (`scopes.cidrs` for what is nested); the first finding of each. */
export function problemsByField(
  issues: readonly Issue[],
  texts: IssueTexts,
  format: Format,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const field = issue.path.filter((part) => typeof part === 'string').join('.');
    found[field] ??= issueText(issue, texts, format);
  }
  return found;
}

function issueText(issue: Issue, t: IssueTexts, format: Format): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? t.required : t.tooShort(Number(issue.minimum));
      if (issue.origin === 'array' || issue.origin === 'set')
        return issue.minimum === 1 ? t.required : t.tooFew(Number(issue.minimum));
      return t.atLeast(format.number(Number(issue.minimum)));
    case 'too_big':
      if (issue.origin === 'string') return t.tooLong(Number(issue.maximum));
      if (issue.origin === 'array' || issue.origin === 'set') return t.tooMany(Number(issue.maximum));
      return t.atMost(format.number(Number(issue.maximum)));
    case 'invalid_type':
      if (issue.expected === 'int') return t.whole;
      if (issue.expected === 'number') return t.number;
      return issue.input === undefined ? t.required : t.format;
    case 'invalid_format':
      if (issue.format === 'url') return t.url;
      return issue.format === 'email' ? t.email : t.format;
    case 'invalid_value':
      return t.value;
    case 'custom':
      return issue.message;
    default:
      return t.format;
  }
}
