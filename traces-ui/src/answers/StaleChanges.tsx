import { Link } from '@tanstack/react-router';
import type { StaleChange } from '../../../contract/stale-answer.ts';
import { formatDateTime } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { STALE_CHANGE_TERMS } from '../ui/terms/stale-terms.ts';
import { WordDiff } from '../ui/WordDiff.tsx';
import styles from './answers.module.css';

/** What was cited and what stands there now, change by change. */
export function StaleChanges({ changes }: { readonly changes: readonly StaleChange[] }) {
  return (
    <ul className={styles.changes}>
      {changes.map((change) => (
        <li key={change.chunk_id} className={styles.change}>
          <p className={styles.changeFacts}>
            <TermTag term={STALE_CHANGE_TERMS[change.change]} />
            <ChangePlace change={change} />
            <time dateTime={change.marked_at}>{formatDateTime(change.marked_at)}</time>
          </p>
          <HeadingChange headings={change.headings} />
          {change.words.length > 0 && <WordDiff changes={change.words} />}
        </li>
      ))}
    </ul>
  );
}

/** Says from which headings to which, where they are others. */
function HeadingChange({ headings: { from, to } }: Pick<StaleChange, 'headings'>) {
  if (to === null || JSON.stringify(from) === JSON.stringify(to)) return null;
  return (
    <p className={styles.changeFacts}>
      Under <RevealedText text={from.join(' › ')} /> → <RevealedText text={to.join(' › ')} />
    </p>
  );
}

function ChangePlace({ change }: { readonly change: StaleChange }) {
  const params = { documentId: change.document_id };
  if (change.to_version === null) {
    return (
      <Link to="/documents/$documentId" params={params} search={{ version: change.from_version }}>
        Version {change.from_version}, as it was cited
      </Link>
    );
  }
  return (
    <Link
      to="/documents/$documentId/diff"
      params={params}
      search={{ from: change.from_version, to: change.to_version }}
    >
      Version {change.from_version} → {change.to_version}, the whole change
    </Link>
  );
}
