import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { CitingAnswer } from '../../../contract/stale-answer.ts';
import { formatDateTime } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { ANSWER_STATUS_TERMS } from '../ui/terms/outcome-terms.ts';
import { CURRENT_TERM, REASKED_TERM, STALE_TERM } from '../ui/terms/stale-terms.ts';
import { AnswerComparison } from './AnswerComparison.tsx';
import styles from './answers.module.css';
import { StaleChanges } from './StaleChanges.tsx';

export interface AnswerChoice {
  readonly isChosen: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}

interface CitingAnswerItemProps {
  readonly answer: CitingAnswer;
  /** Null where it cannot be asked again. */
  readonly choice: AnswerChoice | null;
  readonly isCompared: boolean;
  readonly onCompare: (isCompared: boolean) => void;
}

/** A past answer, whether it still stands, and if not, what changed under it. */
export function CitingAnswerItem(props: CitingAnswerItemProps) {
  const { answer, choice, isCompared, onCompare } = props;
  return (
    <li className={styles.item}>
      <div className={styles.itemHead}>
        {choice !== null && (
          <Checkbox
            size="xs"
            aria-label={`Choose: ${answer.question}`}
            checked={choice.isChosen}
            onChange={(event) => choice.onChoose(event.currentTarget.checked)}
          />
        )}
        <Link to="/traces/$traceId" params={{ traceId: answer.trace_id }} className={styles.asked}>
          <RevealedText text={answer.question} />
        </Link>
        <TermTag term={answer.stale === null ? CURRENT_TERM : STALE_TERM} />
        {answer.reasked_as !== null && <TermTag term={REASKED_TERM} />}
        {answer.status !== null && <TermTag term={ANSWER_STATUS_TERMS[answer.status]} />}
      </div>
      <p className={styles.itemFacts}>
        <span>
          Asked <time dateTime={answer.asked_at}>{formatDateTime(answer.asked_at)}</time>, cites{' '}
          {describeVersions(answer)}
        </span>
        {answer.reasked_as !== null && (
          <button
            type="button"
            className={styles.compare}
            aria-expanded={isCompared}
            onClick={() => onCompare(!isCompared)}
          >
            {isCompared ? 'Hide the new answer' : 'Compare with the new answer'}
          </button>
        )}
      </p>
      {answer.stale !== null && <StaleChanges changes={answer.stale.changes} />}
      {isCompared && <AnswerComparison traceId={answer.trace_id} />}
    </li>
  );
}

/** `version 2` or `versions 2 and 3` */
function describeVersions({ cited }: CitingAnswer): string {
  const versions = [...new Set(cited.map((one) => one.document_version))].toSorted((a, b) => a - b);
  return `${versions.length === 1 ? 'version' : 'versions'} ${versions.join(' and ')}`;
}
