import { formatDuration } from '@damselfly/core';
import { decisions } from '@damselfly/proto';

const outcomes: Readonly<Record<decisions.Outcome, string>> = {
  [decisions.Outcome.OUTCOME_UNSPECIFIED]: 'unknown',
  [decisions.Outcome.OUTCOME_PARENTS]: 'got parents',
  [decisions.Outcome.OUTCOME_BACK_TO_SOURCE]: 'was sent to the source',
  [decisions.Outcome.OUTCOME_EMPTY]: 'was told that the content is empty',
  [decisions.Outcome.OUTCOME_METADATA_ONLY]: 'had everything',
  [decisions.Outcome.OUTCOME_WAITS_NOBODY]: 'waits: no peer has data',
  [decisions.Outcome.OUTCOME_WAITS_FULL]: 'waits: all that have data are full',
  [decisions.Outcome.OUTCOME_WAITS_UNFIT]: 'waits: none that has data may serve it',
  [decisions.Outcome.OUTCOME_WAITS_GRANT]: 'waits for its turn at the source',
  [decisions.Outcome.OUTCOME_REFUSED]: 'was refused',
  [decisions.Outcome.UNRECOGNIZED]: 'unknown',
};

/** `VERDICT_NO_SLOT` as `no slot`. */
const verdictWords = (verdict: decisions.Verdict): string =>
  (Object.entries(decisions.Verdict).find(([, value]) => value === verdict)?.[0] ?? 'unknown')
    .replace('VERDICT_', '')
    .replaceAll('_', ' ')
    .toLowerCase();

/** What a scheduler decided for a peer, for people: how it stands, then each decision with its candidates. */
export function explanationText({ decisions: made, standing }: decisions.ExplainResponse): string {
  const lines: string[] = [];
  if (standing !== undefined) {
    lines.push(`State     ${standing.state} on ${standing.hostId}, level ${standing.level}`);
    lines.push(`Parents   ${standing.parentIds.join(', ') || 'none'}`);
    lines.push(`Children  ${standing.children}`);
    const { host } = standing;
    if (host !== undefined) lines.push(`Uploads   ${host.uploads} of ${host.uploadSlots} slots of its host`);
    if (host?.draining) lines.push('Draining  its host is being emptied: it keeps its children and gets no others');
    if (host?.quarantineReason) lines.push(`Held back ${host.quarantineReason}`);
  } else lines.push('State     the peer is known no more');
  for (const decision of made) {
    const why = decision.reason === '' ? '' : `: ${decision.reason}`;
    const waited = `after ${formatDuration(Number(decision.waitedMs))}`;
    const at = new Date(Number(decision.atMs)).toISOString();
    lines.push('', `${at}  ${outcomes[decision.outcome] ?? 'unknown'} ${waited}${why}`);
    lines.push(...candidateTable(decision.candidates));
    const hidden = decision.candidatesSeen - decision.candidates.length;
    if (hidden > 0) lines.push(`  and ${hidden} more`);
  }
  return lines.join('\n');
}

function candidateTable(candidates: readonly decisions.Candidate[]): string[] {
  if (candidates.length === 0) return [];
  const rows = [
    ['SCORE', 'VERDICT', 'HOST', 'PEER'],
    ...candidates.map(({ score, verdict, hostId, peerId }) => [
      score === undefined ? '-' : score.toFixed(3),
      verdictWords(verdict),
      hostId,
      peerId,
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

/** The same for scripts: one JSON object with the names of the wire. */
export const explanationJson = (response: decisions.ExplainResponse): string =>
  JSON.stringify(response, (key, value: unknown) => {
    if (key === '_unknownFields') return undefined;
    return typeof value === 'bigint' ? Number(value) : value;
  });
