import { LEDGER_REASON_WORDS } from '../../contract/ledger-reason-words.ts';
import type { LedgerEntry } from '../../contract/retrieval.ts';
import { formatPlace } from './facts.ts';
import type { Column } from './render-table.ts';

/** A candidate as a line: where it came in, in each leg and in the end, and why. */
export const candidateColumns: readonly Column<LedgerEntry>[] = [
  { title: 'rank', align: 'right', cell: (entry) => String(entry.rank) },
  { title: 'outcome', cell: (entry) => (entry.selected ? 'selected' : 'rejected') },
  { title: 'score', align: 'right', cell: (entry) => entry.scores.final.toFixed(4) },
  { title: 'dense', align: 'right', cell: (entry) => rankOf(entry.scores.dense) },
  { title: 'lexical', align: 'right', cell: (entry) => rankOf(entry.scores.lexical) },
  { title: 'reason', cell: (entry) => LEDGER_REASON_WORDS[entry.reason.code] },
  { title: 'source', cell: sourceOf },
];

function rankOf(leg: { readonly rank: number } | null): string {
  return leg === null ? '–' : `#${leg.rank}`;
}

function sourceOf(entry: LedgerEntry): string {
  const place = formatPlace(entry);
  return place === '' ? entry.source : `${entry.source} (${place})`;
}
