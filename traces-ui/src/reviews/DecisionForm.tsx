import { Button, Select, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { ReviewDetail } from '../../../contract/review.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatDateTime } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import styles from './reviews.module.css';

/** Claims a review, and decides it. */
export function DecisionForm({ review }: { readonly review: ReviewDetail }) {
  const [answer, setAnswer] = useState(review.draft?.text ?? '');
  const [note, setNote] = useState('');
  const { claim, decide } = useReviewActions(review.id);
  const isChanged = answer.trim() !== (review.draft?.text ?? '').trim();
  const isBusy = claim.isPending || decide.isPending;
  return (
    <Panel
      title="Decide"
      aside={
        review.claimed_by === null || review.claimed_until === null ? (
          <Button size="compact-xs" variant="default" onClick={() => claim.mutate()}>
            Claim
          </Button>
        ) : (
          `Claimed by ${review.claimed_by.name} until ${formatDateTime(review.claimed_until)}`
        )
      }
    >
      <div className={styles.form}>
        {review.classified === null ? (
          <Textarea
            label="Answer"
            description="Change it to correct the draft; [1] cites the first chunk of the evidence."
            autosize
            minRows={3}
            value={answer}
            onChange={(event) => setAnswer(event.currentTarget.value)}
          />
        ) : (
          <Select
            label="Label"
            description="The classifier's first label is the draft; choose another to correct it."
            searchable
            allowDeselect={false}
            data={review.classified.labels}
            value={answer}
            onChange={(label) => setAnswer(label ?? '')}
          />
        )}
        <Textarea
          label="Note"
          description="Why; kept with the decision, and shown to the asker. Needed to reject."
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          {isChanged ? (
            <Button
              size="xs"
              disabled={answer.trim() === '' || isBusy}
              onClick={() => decide.mutate({ decision: 'correct', answer, note })}
            >
              {review.classified === null ? 'Send the corrected answer' : 'Give this label'}
            </Button>
          ) : (
            <Button
              size="xs"
              disabled={review.draft === null || isBusy}
              onClick={() => decide.mutate({ decision: 'approve', note })}
            >
              Approve the draft
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={note.trim() === '' || isBusy}
            onClick={() => decide.mutate({ decision: 'reject', note })}
          >
            Reject
          </Button>
        </div>
        <ActionError error={decide.error ?? claim.error} />
      </div>
    </Panel>
  );
}

function useReviewActions(id: string) {
  const queryClient = useQueryClient();
  const onSettled = async () => {
    await queryClient.invalidateQueries({ queryKey: ['review', id] });
    await queryClient.invalidateQueries({ queryKey: ['reviews'] });
  };
  const claim = useMutation({
    mutationFn: () => call('claimReview', { params: { id } }),
    onSettled,
  });
  const decide = useMutation({
    mutationFn: (body: BodyInput<'decideReview'>) => call('decideReview', { params: { id }, body }),
    onSettled,
  });
  return { claim, decide };
}
