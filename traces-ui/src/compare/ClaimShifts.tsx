import type { ClaimShift } from '../../../contract/trace-diff.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import styles from './compare.module.css';

/** Sentences that stand in one answer alone, or whose verdict differs. */
export function ClaimShifts({ shifts }: { readonly shifts: readonly ClaimShift[] }) {
  if (shifts.length === 0) return <p className={styles.same}>Every claim has the same verdict.</p>;
  return (
    <div className={table.bare}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">First</th>
            <th scope="col">Second</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => (
            <tr key={shift.text}>
              <td className={table.main}>
                <RevealedText text={shift.text} />
              </td>
              <td data-label="First">
                <VerdictOf verdict={shift.from} />
              </td>
              <td data-label="Second">
                <VerdictOf verdict={shift.to} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function VerdictOf({ verdict }: { readonly verdict: ClaimShift['from'] }) {
  return verdict === null ? (
    <span className={styles.same}>not said</span>
  ) : (
    <TermTag term={VERDICT_TERMS[verdict]} />
  );
}
