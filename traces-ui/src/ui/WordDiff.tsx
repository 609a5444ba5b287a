import type { TextChange } from '../../../contract/version-diff.ts';
import { RevealedText } from './RevealedText.tsx';
import styles from './word-diff.module.css';

interface WordDiffProps {
  readonly changes: readonly TextChange[];
}

/** What was deleted and inserted, in one text. Signs and lines tell the two apart, not colour alone. */
export function WordDiff({ changes }: WordDiffProps) {
  return (
    <div className={styles.text} dir="auto">
      {changes.map((change, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- pieces of one text have no identity but their place
        <ChangePiece key={index} change={change} />
      ))}
    </div>
  );
}

function ChangePiece({ change }: { readonly change: TextChange }) {
  const content = <RevealedText text={change.text} />;
  switch (change.op) {
    case 'equal':
      return content;
    case 'delete':
      return (
        <del className={styles.deleted}>
          <span className="visually-hidden">[deleted: </span>
          {content}
          <span className="visually-hidden">]</span>
        </del>
      );
    case 'insert':
      return (
        <ins className={styles.inserted}>
          <span className="visually-hidden">[inserted: </span>
          {content}
          <span className="visually-hidden">]</span>
        </ins>
      );
    default:
      return change.op satisfies never;
  }
}
