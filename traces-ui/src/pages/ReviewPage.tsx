import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewDetail } from '../../../contract/review.ts';
import { reviewQuery } from '../api/queries.ts';
import { AddToGoldSet } from '../gold-sets/AddToGoldSet.tsx';
import { DecisionForm } from '../reviews/DecisionForm.tsx';
import styles from '../reviews/reviews.module.css';
import { AnswerText } from '../trace/AnswerText.tsx';
import { ClaimList } from '../trace/ClaimList.tsx';
import { formatDateTime } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
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
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <p className={page.lead}>
            <Link to="/reviews">Reviews</Link> / asked {formatDateTime(review.created_at)}, due{' '}
            {formatDateTime(review.due_at)}
          </p>
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
        </div>
      </div>
      <div className={styles.columns}>
        <div className={styles.column}>
          <DraftPanel review={review} marker={marker} onSelectMarker={setMarker} />
          {review.record === null ? (
            <DecisionForm key={review.id} review={review} />
          ) : (
            <DecisionPanel record={review.record} />
          )}
        </div>
        <EvidenceList review={review} marker={marker} />
      </div>
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

function EvidenceList({
  review: { evidence },
  marker,
}: {
  readonly review: ReviewDetail;
  readonly marker: number | undefined;
}) {
  return (
    <Panel title="Evidence" aside={`${evidence.length} chunks`}>
      <ol className={styles.evidence}>
        {evidence.map((chunk) => (
          <li key={chunk.marker} data-selected={chunk.marker === marker || undefined}>
            <p className={styles.place}>
              <PlainTag>{`[${chunk.marker}]`}</PlainTag>{' '}
              <Link
                to="/documents/$documentId"
                params={{ documentId: chunk.document_id }}
                search={{ version: chunk.document_version, chunk: chunk.chunk_id }}
              >
                <RevealedText text={chunk.title} />
              </Link>
            </p>
            <p className={styles.text} dir="auto">
              <RevealedText text={chunk.text ?? 'You may not read this chunk.'} />
            </p>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function DecisionPanel({
  record: { decision, sha256, intact },
}: {
  readonly record: NonNullable<ReviewDetail['record']>;
}) {
  return (
    <Panel title="Decision" aside={<TermTag term={REVIEW_DECISION_TERMS[decision.decision]} />}>
      {decision.answer !== '' && (
        <p className={styles.text} dir="auto">
          <RevealedText text={decision.answer} />
        </p>
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
