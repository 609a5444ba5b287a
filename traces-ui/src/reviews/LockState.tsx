import { Lock, LockOpen } from 'lucide-react';
import type { Review } from '../../../contract/review.ts';
import { formatDateTime } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import styles from './reviews.module.css';

export type ReviewLock = 'free' | 'mine' | 'taken';

type Claimable = Pick<Review, 'claimed_by' | 'claimed_until'>;

/** Who may decide: whoever claims it, whoever has claimed it, or nobody else until the claim runs out. */
export function lockOf(review: Claimable, apiKeyId: string): ReviewLock {
  if (review.claimed_by === null || review.claimed_until === null) return 'free';
  return review.claimed_by.api_key_id === apiKeyId ? 'mine' : 'taken';
}

interface LockStateProps {
  readonly review: Claimable;
  readonly lock: ReviewLock;
}

export function LockState({ review, lock }: LockStateProps) {
  if (lock === 'free' || review.claimed_by === null || review.claimed_until === null) {
    return (
      <span className={styles.lock}>
        <LockOpen size={13} aria-hidden="true" /> Claim it to decide
      </span>
    );
  }
  return (
    <span className={styles.lock} data-tone={lock}>
      <Lock size={13} aria-hidden="true" /> Claimed by{' '}
      {lock === 'mine' ? 'you' : <RevealedText text={review.claimed_by.name} />} until{' '}
      {formatDateTime(review.claimed_until)}
    </span>
  );
}
