import type { Finding } from '../../../contract/finding.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { FINDING_KIND_TERMS } from '../ui/terms/finding-terms.ts';
import styles from './document.module.css';

interface FindingListProps {
  readonly findings: readonly Finding[];
  readonly selected: number | undefined;
  readonly onSelect: (finding: number) => void;
}

/** What a reader of the document would not see or should not meet; choosing one highlights it. */
export function FindingList({ findings, selected, onSelect }: FindingListProps) {
  if (findings.length === 0) {
    return (
      <EmptyState title="Nothing was found">
        No hidden text, no instructions to a model and no secret.
      </EmptyState>
    );
  }
  return (
    <ol className={styles.chunks}>
      {findings.map((finding, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- findings have no identity but their place
        <li key={index}>
          {finding.char_start === null ? (
            <div className={styles.finding}>
              <FindingFacts finding={finding} />
            </div>
          ) : (
            <button
              type="button"
              className={styles.finding}
              aria-pressed={index === selected}
              onClick={() => onSelect(index)}
            >
              <FindingFacts finding={finding} />
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

function FindingFacts({ finding }: { readonly finding: Finding }) {
  return (
    <>
      <span className={styles.findingHead}>
        <TermTag term={FINDING_KIND_TERMS[finding.kind]} />
        <span className={styles.mono}>{finding.code}</span>
      </span>
      <span>
        <RevealedText text={finding.detail} />
      </span>
      {finding.excerpt !== null && (
        <span className={styles.excerpt} dir="auto">
          <RevealedText text={finding.excerpt} />
        </span>
      )}
      <span className={styles.findingPlace}>{describeFindingPlace(finding)}</span>
    </>
  );
}

function describeFindingPlace(finding: Finding): string {
  const page = finding.page === null ? '' : `Page ${finding.page} · `;
  if (finding.char_start === null || finding.char_end === null) {
    return `${page}not in the stored text`;
  }
  return `${page}characters ${formatCount(finding.char_start)}–${formatCount(finding.char_end)}`;
}
