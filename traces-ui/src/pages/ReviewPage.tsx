import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewDetail } from '../../../contract/review.ts';
import { reviewQuery } from '../api/queries.ts';
import { useSession } from '../api/use-session.ts';
import { AddToGoldSet } from '../gold-sets/AddToGoldSet.tsx';
import { describeDue } from '../reviews/describe-due.ts';
import { DecisionForm } from '../reviews/DecisionForm.tsx';
import { EvidenceList } from '../reviews/EvidenceList.tsx';
import { KeyedButton } from '../reviews/KeyedButton.tsx';
import styles from '../reviews/reviews.module.css';
import { useNow } from '../reviews/use-now.ts';
import { useQueue } from '../reviews/use-queue.ts';
import { findWordChanges } from '../reviews/word-changes.ts';
import { AnswerText } from '../trace/AnswerText.tsx';
import { ClaimList } from '../trace/ClaimList.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import { TermTag } from '../ui/Tag.tsx';
import { WordDiff } from '../ui/WordDiff.tsx';
import { REVIEW_DECISION_TERMS, REVIEW_STATUS_TERMS } from '../ui/terms/review-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';

const route = getRouteApi('/app/reviews/$reviewId');

/** A draft that is held back, the evidence it rests on, and the way to decide. */
export function ReviewPage() {
  const { reviewId } = route.useParams();
  const review = useQuery(reviewQuery(reviewId));
  if (review.isPending) return <LoadingState what="the review" lines={10} />;
  if (review.isError) {
    return (
      <ErrorState
        error={review.error}
        action="load the review"
        onRetry={() => void review.refetch()}
      />
    );
  }
  return <ReviewView review={review.data} />;
}

function ReviewView({ review }: { readonly review: ReviewDetail }) {
  const [marker, setMarker] = useState<number>();
  const session = useSession();
  const navigate = route.useNavigate();
  const { waiting, hasMore } = useQueue(review.id);
  const next = waiting[0];
  const goOn = () => {
    if (next === undefined) return;
    void navigate({ to: '/reviews/$reviewId', params: { reviewId: next.id } });
  };
  useShortcuts('Review', [{ keys: 'n', does: 'Next review', run: goOn }]);
  return (
    <div className={page.page}>
      <ReviewHeading review={review}>
        <span className={page.lead} aria-live="polite">
          {next === undefined
            ? 'No other review waits.'
            : `${formatCount(waiting.length)}${hasMore ? ' or more' : ''} others wait.`}
        </span>
        <KeyedButton shortcut="n" variant="default" disabled={next === undefined} onClick={goOn}>
          Next
        </KeyedButton>
      </ReviewHeading>
      <div className={styles.columns}>
        <EvidenceList review={review} marker={marker} />
        <div className={styles.column}>
          <DraftPanel review={review} marker={marker} onSelectMarker={setMarker} />
          {review.record === null ? (
            <DecisionForm
              key={review.id}
              review={review}
              apiKeyId={session.api_key_id}
              onDecided={goOn}
            />
          ) : (
            <DecisionPanel record={review.record} draft={review.draft?.text ?? ''} />
          )}
        </div>
      </div>
    </div>
  );
}

interface ReviewHeadingProps {
  readonly review: ReviewDetail;
  readonly children: React.ReactNode;
}

function ReviewHeading({ review, children }: ReviewHeadingProps) {
  const due = describeDue(review.due_at, useNow());
  return (
    <div className={page.heading}>
      <div>
        <BackLink to="/reviews">Reviews</BackLink>
        <h1 className={page.title}>
          <RevealedText text={review.question} />
        </h1>
        <p className={page.lead}>
          <TermTag term={REVIEW_STATUS_TERMS[review.status]} />{' '}
          <RevealedText text={review.reason} />{' '}
          <Link to="/traces/$traceId" params={{ traceId: review.trace_id }}>
            Open trace
          </Link>
        </p>
        <p className={page.lead}>
          Asked {formatDateTime(review.created_at)}, due {formatDateTime(review.due_at)}
          {review.decided_at === null && (
            <strong className={styles.due} data-overdue={due.isOverdue || undefined}>
              {' '}
              ({due.text})
            </strong>
          )}
        </p>
      </div>
      <div className={styles.queue}>{children}</div>
    </div>
  );
}

interface DraftPanelProps {
  readonly review: ReviewDetail;
  readonly marker: number | undefined;
  readonly onSelectMarker: (marker: number) => void;
}

function DraftPanel({ review: { draft }, marker, onSelectMarker }: DraftPanelProps) {
  if (draft === null) {
    return (
      <Panel title="Draft">
        <p className={styles.note}>There was nothing to answer from, so there is no draft.</p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Draft that is held back"
      aside={<TermTag term={ANSWER_VERDICT_TERMS[draft.verification.verdict]} />}
    >
      <div className={styles.draft}>
        <AnswerText
          text={draft.text}
          claims={draft.claims}
          citations={draft.citations}
          marker={marker}
          claim={undefined}
          onSelectMarker={onSelectMarker}
          onSelectClaim={() => {}}
        />
      </div>
      <ClaimList
        claims={draft.claims}
        citations={draft.citations}
        selectedMarker={marker}
        selectedClaim={undefined}
        onSelectMarker={onSelectMarker}
      />
    </Panel>
  );
}

function DecisionPanel({
  record: { decision, sha256, intact },
  draft,
}: {
  readonly record: NonNullable<ReviewDetail['record']>;
  readonly draft: string;
}) {
  return (
    <Panel title="Decision" aside={<TermTag term={REVIEW_DECISION_TERMS[decision.decision]} />}>
      {decision.answer !== '' && (
        <div className={styles.text} dir="auto">
          {decision.decision === 'correct' ? (
            <WordDiff changes={findWordChanges(draft, decision.answer)} />
          ) : (
            <RevealedText text={decision.answer} />
          )}
        </div>
      )}
      <Facts>
        <Fact name="By">
          <RevealedText text={decision.decided_by.name} />
        </Fact>
        <Fact name="At">{formatDateTime(decision.decided_at)}</Fact>
        {decision.note !== '' && (
          <Fact name="Note">
            <RevealedText text={decision.note} />
          </Fact>
        )}
        <Fact name="Record">
          {intact ? 'Matches its hash' : 'Does not match its hash: it was altered'},{' '}
          <code>{sha256.slice(0, 12)}…</code>
        </Fact>
      </Facts>
      <div className={styles.note}>
        <AddToGoldSet from={{ kind: 'review', reviewId: decision.review_id }} />
      </div>
    </Panel>
  );
}
