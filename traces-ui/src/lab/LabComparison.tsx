import { Link } from '@tanstack/react-router';
import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { RetrievalTrace } from '../../../contract/retrieval-trace.ts';
import { describePlace } from '../ui/describe-place.ts';
import { formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { LEDGER_REASON_TERMS } from '../ui/terms/ledger-terms.ts';
import { SHIFT_TERMS } from '../ui/terms/shift-terms.ts';
import { compareSelections } from './compare-selections.ts';
import styles from './lab.module.css';

interface LabComparisonProps {
  readonly traceId: string;
  readonly served: RetrievalTrace;
  readonly found: readonly LedgerEntry[];
  readonly confidence: number;
}

/** What the settings at hand select, held against what a trace was served. */
export function LabComparison({ traceId, served, found, confidence }: LabComparisonProps) {
  const compared = compareSelections(served.candidates, found);
  const { settings } = served;
  return (
    <Panel
      title="Compared with the trace"
      aside={
        <Link to="/traces/$traceId" params={{ traceId }} search={{ tab: 'candidates' }}>
          Open trace
        </Link>
      }
    >
      <p className={styles.note}>
        It was served with {settings.max_chunks} chunks at most, {settings.leg_depth} candidates of
        each leg, {settings.max_context_tokens} tokens of context and{' '}
        {formatPercent(settings.dense_weight)} weight of vectors; confidence{' '}
        {formatPercent(served.confidence)} then, {formatPercent(confidence)} now.
      </p>
      <div className={table.bare}>
        <table className={table.table} aria-label="Selected then and now">
          <thead>
            <tr>
              <th scope="col">Chunk</th>
              <th scope="col">Change</th>
              <th scope="col">In the trace</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {compared.map(({ chunk, shift, before, after }) => (
              <tr key={chunk.chunk_id}>
                <td className={table.main}>
                  <RevealedText text={chunk.title} />
                  <div className={table.soft}>
                    <RevealedText text={describePlace(chunk.heading_path, chunk.title)} />
                  </div>
                </td>
                <td data-label="Change">
                  <TermTag term={SHIFT_TERMS[shift]} />
                </td>
                <td data-label="In the trace">{describe(before)}</td>
                <td data-label="Now">{describe(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function describe(entry: LedgerEntry | null): string {
  if (entry === null) return 'no candidate';
  const { label } = LEDGER_REASON_TERMS[entry.reason.code];
  return `#${entry.rank}, ${entry.selected ? 'selected' : 'rejected'}: ${label}`;
}
