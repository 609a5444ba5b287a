import { Link } from '@tanstack/react-router';
import { ListTree } from 'lucide-react';
import type { AnswerNow } from '../../../contract/review.ts';
import type { SourceSearch } from '../search/source-search.ts';
import { AnswerText } from '../trace/AnswerText.tsx';
import { ClaimList } from '../trace/ClaimList.tsx';
import { EvidencePanel } from '../trace/EvidencePanel.tsx';
import { findCitation } from '../trace/find-citation.ts';
import { describeRoute } from '../trace/route-sentence.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatCost, formatDateTime, formatDuration, formatQuantity } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { ANSWER_NOW_TERMS } from '../ui/terms/outcome-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import styles from './ask.module.css';
import { FeedbackForm } from './FeedbackForm.tsx';

interface AnswerViewProps {
  readonly answer: AnswerNow;
  readonly question: string | null;
  readonly marker: number | undefined;
  readonly claim: number | undefined;
  readonly search: SourceSearch;
  readonly onChange: (change: SourceSearch) => void;
  readonly onSelectMarker: (marker: number, claim: number | undefined) => void;
}

/** A verified answer beside the evidence of the chosen citation. */
export function AnswerView(props: AnswerViewProps) {
  const { answer, question, marker, claim, onSelectMarker } = props;
  const selected = marker ?? answer.citations[0]?.marker;
  const citation = findCitation(answer.citations, answer.claims, { marker: selected, claim });
  const selectClaim = (index: number) => {
    const first = answer.claims.find((one) => one.index === index)?.markers[0];
    if (first !== undefined) onSelectMarker(first, index);
  };
  return (
    <div className={styles.result}>
      <article className={styles.answerCard} aria-label="Answer">
        {question !== null && (
          <h2 className={styles.asked}>
            <RevealedText text={question} />
          </h2>
        )}
        <p className={styles.tags}>
          <TermTag term={ANSWER_NOW_TERMS[answer.status]} />
          <TermTag term={ANSWER_VERDICT_TERMS[answer.verification.verdict]} />
        </p>
        {answer.review !== null && <ReviewNote review={answer.review} />}
        <AnswerText
          text={answer.answer}
          claims={answer.claims}
          citations={answer.citations}
          marker={selected}
          claim={claim}
          onSelectMarker={onSelectMarker}
          onSelectClaim={selectClaim}
        />
        {answer.claims.length > 0 && (
          <details className={styles.sentences}>
            <summary>{formatQuantity(answer.claims.length, 'sentence')} checked</summary>
            <ClaimList
              claims={answer.claims}
              citations={answer.citations}
              selectedMarker={selected}
              selectedClaim={claim}
              onSelectMarker={onSelectMarker}
            />
          </details>
        )}
        <AnswerFooter answer={answer} />
        <FeedbackForm key={answer.id} answerId={answer.id} />
      </article>
      {answer.citations.length > 0 && (
        <div className={styles.evidence} data-evidence>
          <Panel title={`Evidence of citation ${selected ?? ''}`}>
            <div className={styles.flush}>
              <EvidencePanel
                citation={citation}
                claims={answer.claims}
                claim={claim}
                frozen={undefined}
                search={props.search}
                onChange={props.onChange}
              />
            </div>
          </Panel>
        </div>
      )}
    </div>
  );
}

/** What a person has decided since, or until when one should have. */
function ReviewNote({ review }: { readonly review: NonNullable<AnswerNow['review']> }) {
  return (
    <p className={styles.timings}>
      {review.decided_at === null
        ? `A person decides on it, due ${formatDateTime(review.due_at)}.`
        : `Decided by a person at ${formatDateTime(review.decided_at)}. `}
      <RevealedText text={review.note ?? ''} />
    </p>
  );
}

function AnswerFooter({ answer }: { readonly answer: AnswerNow }) {
  const { timings_ms: timings, usage } = answer;
  const tokens = usage.input_tokens + usage.output_tokens;
  return (
    <footer className={styles.footer}>
      <p>{describeRoute(answer.route)}</p>
      <p className={styles.timings}>
        Took {formatDuration(timings.total)}: search {formatDuration(timings.retrieve)}, writing{' '}
        {formatDuration(timings.generate)}, checking {formatDuration(timings.verify)}. Cost{' '}
        {formatCost(usage.cost_usd)}, {formatQuantity(tokens, 'token')}.
        {answer.removed_by_access > 0 &&
          ` ${formatQuantity(answer.removed_by_access, 'chunk')} left out by access rights.`}
      </p>
      <p className={styles.traceLine}>
        <Link to="/traces/$traceId" params={{ traceId: answer.id }} className={styles.traceLink}>
          <ListTree size={14} aria-hidden="true" /> Open trace
        </Link>
        <CopyButton text={answer.id} what="trace id" />
        <CopyButton text={answer.answer} what="answer" />
      </p>
    </footer>
  );
}
