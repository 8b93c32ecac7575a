import { decisions } from '@damselfly/proto';
import { expect, test } from 'vitest';
import { explanationJson, explanationText } from './explanation.ts';

const { Outcome, Verdict } = decisions;
const response = decisions.ExplainResponse.fromPartial({
  standing: { state: 'Running', hostId: 'h-1', level: 2, parentIds: ['p-2'], children: 0 },
  decisions: [
    {
      ...{ atMs: 1_700_000_000_000n, waitedMs: 1500n, outcome: Outcome.OUTCOME_PARENTS, candidatesSeen: 3 },
      candidates: [
        { peerId: 'p-2', hostId: 'h-2', verdict: Verdict.VERDICT_CHOSEN, score: 0.75 },
        { peerId: 'p-3', hostId: 'h-3', verdict: Verdict.VERDICT_NO_SLOT },
      ],
    },
  ],
});

test('a decision is told with its wait, each candidate with its score and why it was refused', () => {
  const text = explanationText(response);
  expect(text).toContain('Running on h-1, level 2');
  expect(text).toMatch(/got parents after 1\.50? s/);
  expect(text).toMatch(/0\.750 +chosen +h-2 +p-2/);
  expect(text).toMatch(/- +no slot +h-3 +p-3/);
  expect(text).toContain('and 1 more');
});

test('it is told why a host gets no more children', () => {
  const host = { quarantineReason: '3 hosts in a row got no piece from it', draining: true };
  const text = explanationText(decisions.ExplainResponse.fromPartial({ standing: { hostId: 'h-1', host } }));
  expect(text).toContain('its host is being emptied');
  expect(text).toContain('3 hosts in a row');
});

test('scripts get one line of JSON with whole numbers', () => {
  expect(JSON.parse(explanationJson(response))).toMatchObject({ decisions: [{ waitedMs: 1500 }] });
});
