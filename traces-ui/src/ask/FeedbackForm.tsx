import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import styles from './ask.module.css';

/** Asks what the answer was worth; who finds it bad is asked what it should have said. */
export function FeedbackForm({ answerId }: { readonly answerId: string }) {
  const [isBad, setBad] = useState(false);
  const [expected, setExpected] = useState('');
  const give = useMutation({
    mutationFn: (body: BodyInput<'giveFeedback'>) =>
      call('giveFeedback', { params: { id: answerId }, body }),
  });
  if (give.isSuccess) {
    return (
      <output className={styles.feedback}>Thank you: it is kept beside the answer’s trace.</output>
    );
  }
  return (
    <section className={styles.feedback} aria-label="Feedback">
      <div className={styles.feedbackButtons}>
        Was this right?
        <Button
          size="compact-xs"
          variant="default"
          disabled={give.isPending}
          leftSection={<ThumbsUp size={13} aria-hidden="true" />}
          onClick={() => give.mutate({ rating: 'up' })}
        >
          Yes
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={isBad}
          disabled={give.isPending}
          leftSection={<ThumbsDown size={13} aria-hidden="true" />}
          onClick={() => setBad(true)}
        >
          No
        </Button>
      </div>
      {isBad && (
        <form
          className={styles.feedbackForm}
          onSubmit={(event) => {
            event.preventDefault();
            const said = expected.trim();
            give.mutate({ rating: 'down', ...(said === '' ? {} : { expected: said }) });
          }}
        >
          <Textarea
            label="What should it have said?"
            description="May be left empty."
            autosize
            minRows={2}
            maxLength={8_000}
            value={expected}
            onChange={(event) => setExpected(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm" loading={give.isPending}>
            Send
          </Button>
        </form>
      )}
      <ActionError error={give.error} />
    </section>
  );
}
