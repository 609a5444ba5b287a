import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { Review } from '../../../contract/review.ts';
import { reviewsQuery } from '../api/queries.ts';
import { describeDue } from '../reviews/describe-due.ts';
import { KeyedButton } from '../reviews/KeyedButton.tsx';
import styles from '../reviews/reviews.module.css';
import { useNow } from '../reviews/use-now.ts';
import { formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { REVIEW_DECISION_TERMS, REVIEW_STATUS_TERMS } from '../ui/terms/review-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';

const route = getRouteApi('/app/reviews');

/** Answers that wait for a person, the first due first, and those that were decided. */
export function ReviewsPage() {
  const { status = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const reviews = useInfiniteQuery(reviewsQuery(status));
  const rows = reviews.data?.pages.flatMap((loaded) => loaded.data) ?? [];
  const start = () => {
    const [first] = rows;
    if (first === undefined) return;
    void navigate({ to: '/reviews/$reviewId', params: { reviewId: first.id } });
  };
  useShortcuts('Review', [
    {
      keys: 'n',
      does: 'Start with the first due',
      run: () => {
        if (status === 'open') start();
      },
    },
  ]);
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Reviews</h1>
          <p className={page.lead}>
            Answers that are held back until a person approves, corrects or rejects them.
          </p>
        </div>
        <div className={styles.queue}>
          {status === 'open' && rows[0] !== undefined && (
            <KeyedButton shortcut="n" onClick={start}>
              Start with the first due
            </KeyedButton>
          )}
          <SegmentedControl
            size="xs"
            aria-label="Status"
            data={valuesOf(REVIEW_STATUS_TERMS).map((value) => ({
              value,
              label: REVIEW_STATUS_TERMS[value].label,
            }))}
            value={status}
            onChange={(value) => {
              void navigate({ search: { status: valueIn(REVIEW_STATUS_TERMS, value) } });
            }}
          />
        </div>
      </div>
      <div className={table.frame}>
        {reviews.isPending && <LoadingState what="reviews" />}
        {reviews.isError && (
          <ErrorState
            error={reviews.error}
            action="load the reviews"
            onRetry={() => void reviews.refetch()}
          />
        )}
        {reviews.isSuccess && rows.length === 0 && (
          <EmptyState title={`No review is ${status}`}>
            A rule with the action “review” sends answers here.
          </EmptyState>
        )}
        {rows.length > 0 && <ReviewTable rows={rows} />}
      </div>
      {reviews.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={reviews.isFetchingNextPage}
            onClick={() => void reviews.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function ReviewTable({ rows }: { readonly rows: readonly Review[] }) {
  const now = useNow();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Status</th>
          <th scope="col">Asked</th>
          <th scope="col">{rows.every((row) => row.decided_at === null) ? 'Due' : 'Decided'}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((review) => (
          <tr key={review.id}>
            <td className={table.main}>
              <Link to="/reviews/$reviewId" params={{ reviewId: review.id }}>
                <RevealedText text={review.question} />
              </Link>
              <div className={table.soft}>
                <RevealedText text={review.reason} />
              </div>
            </td>
            <td data-label="Status">
              <TermTag
                term={
                  review.decision === null
                    ? REVIEW_STATUS_TERMS[review.status]
                    : REVIEW_DECISION_TERMS[review.decision]
                }
              />
              {review.claimed_by !== null && (
                <div className={styles.lock}>
                  <Lock size={12} aria-hidden="true" />{' '}
                  <RevealedText text={review.claimed_by.name} />
                  {review.claimed_until !== null &&
                    ` until ${formatDateTime(review.claimed_until)}`}
                </div>
              )}
            </td>
            <td data-label="Asked">{formatDateTime(review.created_at)}</td>
            <td data-label={review.decided_at === null ? 'Due' : 'Decided'}>
              {review.decided_at === null ? (
                <Due review={review} now={now} />
              ) : (
                formatDateTime(review.decided_at)
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Due({ review, now }: { readonly review: Review; readonly now: number }) {
  const due = describeDue(review.due_at, now);
  return (
    <>
      <strong className={styles.due} data-overdue={due.isOverdue || undefined}>
        {due.text}
      </strong>
      <div className={table.soft}>{formatDateTime(review.due_at)}</div>
    </>
  );
}
