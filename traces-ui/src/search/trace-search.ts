import type { LedgerReasonCode } from '../../../contract/retrieval.ts';
import { LEDGER_REASON_TERMS } from '../ui/terms/ledger-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { readSourceSearch, type SourceSearch } from './source-search.ts';
import { type RawSearch, readInteger, readText, readUuid } from './url-search.ts';

/** The tabs of a trace in their order, with their names. */
export const TRACE_TABS = {
  evidence: 'Evidence',
  candidates: 'Candidates',
  timeline: 'Timeline',
  route: 'Route',
  verification: 'Verification',
  prompt: 'Prompt',
  record: 'Record',
  history: 'History',
} as const;
export type TraceTab = keyof typeof TRACE_TABS;

const OUTCOMES = { selected: true, rejected: true } as const;
export type CandidateOutcome = keyof typeof OUTCOMES;

export interface TraceSearch extends SourceSearch {
  readonly tab?: TraceTab | undefined;
  readonly marker?: number | undefined;
  readonly claim?: number | undefined;
  readonly outcome?: CandidateOutcome | undefined;
  readonly reason?: LedgerReasonCode | undefined;
  /** The chunk whose line is open in the table of candidates. */
  readonly chunk?: string | undefined;
  /** What "Why not this document?" is asked about: a source or an id. */
  readonly absent?: string | undefined;
}

/** As long as a source may be. */
export const MAX_ABSENT_CHARS = 1_000;

export function readTraceSearch(search: RawSearch): TraceSearch {
  return {
    ...readSourceSearch(search),
    tab: valueIn(TRACE_TABS, search['tab']),
    marker: readInteger(search['marker'], 0),
    claim: readInteger(search['claim'], 0),
    outcome: valueIn(OUTCOMES, search['outcome']),
    reason: valueIn(LEDGER_REASON_TERMS, search['reason']),
    chunk: readUuid(search['chunk']),
    absent: readText(search['absent'], MAX_ABSENT_CHARS),
  };
}
