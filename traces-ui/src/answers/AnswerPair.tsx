import { Link } from '@tanstack/react-router';
import type { AnswerStatus } from '../../../contract/answer.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { ANSWER_STATUS_TERMS } from '../ui/terms/outcome-terms.ts';
import styles from './answers.module.css';

export interface AnswerSide {
  readonly id: string;
  readonly status: AnswerStatus;
  readonly answer: string;
}

interface AnswerPairProps {
  readonly question: string;
  readonly before: AnswerSide;
  /** The new answer, or why there is none. */
  readonly after: AnswerSide | string;
}

/** An old and a new answer to one question, side by side. */
export function AnswerPair({ question, before, after }: AnswerPairProps) {
  return (
    <article className={styles.pair} aria-label={`Old and new answer to: ${question}`}>
      <h3 className={styles.pairQuestion}>
        <RevealedText text={question} />
      </h3>
      <div className={styles.sides}>
        <Side name="Old answer" side={before} />
        {typeof after === 'string' ? (
          <section className={styles.side} aria-label="New answer">
            <p className={styles.sideName}>New answer</p>
            <p className={styles.failed}>There is none: {after}</p>
          </section>
        ) : (
          <Side name="New answer" side={after} />
        )}
      </div>
    </article>
  );
}

function Side({ name, side }: { readonly name: string; readonly side: AnswerSide }) {
  return (
    <section className={styles.side} aria-label={name}>
      <p className={styles.sideName}>
        {name} <TermTag term={ANSWER_STATUS_TERMS[side.status]} />
      </p>
      <p className={styles.answer} dir="auto">
        <RevealedText text={side.answer} />
      </p>
      <Link to="/traces/$traceId" params={{ traceId: side.id }} className={styles.traceLink}>
        Trace of the {name.toLowerCase()}
      </Link>
    </section>
  );
}
