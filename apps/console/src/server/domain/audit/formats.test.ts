import { expect, test } from 'vitest';
import { csvHead, csvLine, jsonLine } from './formats.ts';
import type { AuditEvent } from './stores.ts';

const event: AuditEvent = {
  ...{ id: 7n, at: new Date(0), tenantId: null, actorKind: 'user', actorUserId: 1, actorName: 'a "quoted", name' },
  ...{
    action: '=HYPERLINK("http://evil")',
    targetKind: 'Job',
    targetId: '7',
    targetName: 'two\nlines',
    outcome: 'success',
  },
  ...{ ip: '::1', userAgent: '', requestId: 'r', before: null, after: { n: 1 }, hash: 'h' },
};

test('a line of CSV has as many cells as the head, quoted where needed, and no formula', () => {
  expect(csvHead.split(',')).toHaveLength(17);
  expect(csvLine(event)).toBe(
    `7,1970-01-01T00:00:00.000Z,,user,1,"a ""quoted"", name","'=HYPERLINK(""http://evil"")",Job,7,"two\nlines",success,::1,,r,,"{""n"":1}",h\r\n`,
  );
});

test('a line of JSON is one line, and reads back', () => {
  const line = jsonLine(event);
  expect(line.indexOf('\n')).toBe(line.length - 1);
  expect(JSON.parse(line)).toMatchObject({ id: '7', at: '1970-01-01T00:00:00.000Z', after: { n: 1 }, tenantId: null });
});
