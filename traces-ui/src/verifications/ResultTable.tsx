import { Link } from '@tanstack/react-router';
import type { VerificationResult } from '../../../contract/verification-run.ts';
import { formatHash, formatQuantity } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';

/** What came of each answer: the verdict on record, and the one of now beside it. */
export function ResultTable({ results }: { readonly results: readonly VerificationResult[] }) {
  return (
    <table className={table.table} aria-label="Results">
      <thead>
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">On record</th>
          <th scope="col">Now</th>
          <th scope="col">Claims that differ</th>
          <th scope="col">The check</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <tr key={result.trace_id}>
            <td className={table.main}>
              <Link
                to="/traces/$traceId"
                params={{ traceId: result.trace_id }}
                search={{ tab: 'verification' }}
              >
                Trace {formatHash(result.trace_id)}
              </Link>
            </td>
            <td data-label="On record">
              <VerdictCell verdict={result.recorded_verdict} verifier={result.recorded_verifier} />
            </td>
            <td data-label="Now">
              {result.failure === null ? (
                <VerdictCell verdict={result.verdict} verifier={result.verifier} />
              ) : (
                <RevealedText text={result.failure} />
              )}
            </td>
            <td data-label="Claims that differ">
              {result.changed_claims === 0
                ? 'none'
                : formatQuantity(result.changed_claims, 'claim')}
            </td>
            <td data-label="The check">
              {result.verification_id === null ? (
                '–'
              ) : (
                <Link to="/traces/$traceId" params={{ traceId: result.verification_id }}>
                  {formatHash(result.verification_id)}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface VerdictCellProps {
  readonly verdict: VerificationResult['verdict'];
  readonly verifier: string | null;
}

function VerdictCell({ verdict, verifier }: VerdictCellProps) {
  return (
    <>
      {verdict === null ? '–' : <TermTag term={ANSWER_VERDICT_TERMS[verdict]} />}
      {verifier !== null && <div className={table.soft}>by {verifier}</div>}
    </>
  );
}
