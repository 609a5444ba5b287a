import { Kbd, Select, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { ReviewDetail } from '../../../contract/review.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { WordDiff } from '../ui/WordDiff.tsx';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import { KeyedButton } from './KeyedButton.tsx';
import { LockState, lockOf } from './LockState.tsx';
import styles from './reviews.module.css';
import { useReviewActions } from './use-review-actions.ts';
import { findWordChanges } from './word-changes.ts';

interface DecisionFormProps {
  readonly review: ReviewDetail;
  /** The key that whoever is signed in has signed in with. */
  readonly apiKeyId: string;
  readonly onDecided: () => void;
}

/** Claims a review, and decides it; every step has a key. */
export function DecisionForm({ review, apiKeyId, onDecided }: DecisionFormProps) {
  const draft = review.draft?.text ?? '';
  const [answer, setAnswer] = useState(draft);
  const [note, setNote] = useState('');
  const answerField = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const { claim, decide } = useReviewActions({ id: review.id, onDecided });
  const lock = lockOf(review, apiKeyId);
  const isChanged = answer.trim() !== draft.trim();
  const mayDecide = lock === 'mine' && !decide.isPending;
  const act = {
    claim: lock === 'free' ? () => claim.mutate() : undefined,
    approve:
      mayDecide && !isChanged && review.draft !== null
        ? () => decide.mutate({ decision: 'approve', note })
        : undefined,
    correct:
      mayDecide && isChanged && answer.trim() !== ''
        ? () => decide.mutate({ decision: 'correct', answer, note })
        : undefined,
    reject:
      mayDecide && note.trim() !== ''
        ? () => decide.mutate({ decision: 'reject', note })
        : undefined,
  };
  const askForNote = () => noteField.current?.focus();
  useShortcuts('Review', [
    { keys: 'c', does: 'Claim it', run: () => act.claim?.() },
    {
      keys: 'a',
      does: 'Approve, or send the correction',
      run: () => (act.approve ?? act.correct)?.(),
    },
    { keys: 'e', does: 'Edit the answer', run: () => answerField.current?.focus() },
    {
      keys: 'r',
      does: 'Reject it, with a note',
      run: () => {
        if (mayDecide) (act.reject ?? askForNote)();
      },
    },
  ]);
  return (
    <Panel title="Decide" aside={<LockState review={review} lock={lock} />}>
      <div className={styles.form}>
        <AnswerField
          ref={answerField}
          review={review}
          answer={answer}
          onAnswer={setAnswer}
          onSend={act.correct ?? act.approve}
        />
        {isChanged && review.classified === null && (
          <section className={styles.changes} aria-label="What you change">
            <WordDiff changes={findWordChanges(draft, answer)} />
          </section>
        )}
        <Textarea
          ref={noteField}
          label="Note"
          description="Why; kept with the decision, and shown to the asker. Needed to reject."
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => sendOrLeave(event, act.correct ?? act.reject)}
        />
        <div className={styles.buttons}>
          {lock === 'free' && (
            <KeyedButton shortcut="c" onClick={() => act.claim?.()} loading={claim.isPending}>
              Claim
            </KeyedButton>
          )}
          {isChanged ? (
            <KeyedButton
              shortcut="a"
              disabled={act.correct === undefined}
              onClick={() => act.correct?.()}
            >
              {review.classified === null ? 'Send the corrected answer' : 'Give this label'}
            </KeyedButton>
          ) : (
            <KeyedButton
              shortcut="a"
              disabled={act.approve === undefined}
              onClick={() => act.approve?.()}
            >
              Approve the draft
            </KeyedButton>
          )}
          <KeyedButton
            shortcut="r"
            variant="default"
            disabled={!mayDecide}
            onClick={act.reject ?? askForNote}
          >
            Reject
          </KeyedButton>
        </div>
        <ActionError error={decide.error ?? claim.error} />
        <p className={styles.keys}>
          <Kbd size="xs">C</Kbd> claim, <Kbd size="xs">A</Kbd> approve or send,{' '}
          <Kbd size="xs">E</Kbd> edit the answer, <Kbd size="xs">R</Kbd> reject with a note,{' '}
          <Kbd size="xs">N</Kbd> next. While typing: <Kbd size="xs">Ctrl</Kbd>{' '}
          <Kbd size="xs">Enter</Kbd> sends (in the note of an unchanged draft it rejects),{' '}
          <Kbd size="xs">Esc</Kbd> leaves the field.
        </p>
      </div>
    </Panel>
  );
}

interface LabelOptionProps {
  readonly label: string;
  readonly classified: ReviewDetail['classified'];
}

interface AnswerFieldProps {
  readonly ref: React.Ref<HTMLTextAreaElement & HTMLInputElement>;
  readonly review: ReviewDetail;
  readonly answer: string;
  readonly onAnswer: (answer: string) => void;
  readonly onSend: (() => void) | undefined;
}

function AnswerField({ ref, review, answer, onAnswer, onSend }: AnswerFieldProps) {
  return review.classified === null ? (
    <Textarea
      ref={ref}
      label="Answer"
      description="Change it to correct the draft; [1] cites the first chunk of the evidence."
      autosize
      minRows={3}
      value={answer}
      onChange={(event) => onAnswer(event.currentTarget.value)}
      onKeyDown={(event) => sendOrLeave(event, onSend)}
    />
  ) : (
    <Select
      ref={ref}
      label="Label"
      description="The classifier's first label is the draft; choose another to correct it."
      searchable
      allowDeselect={false}
      data={review.classified.labels}
      renderOption={({ option }) => (
        <LabelOption label={option.value} classified={review.classified} />
      )}
      value={answer}
      onChange={(label) => onAnswer(label ?? '')}
      onKeyDown={(event) => sendOrLeave(event, onSend)}
    />
  );
}

/** A label, with what it means where that is known. */
function LabelOption({ label, classified }: LabelOptionProps) {
  const meaning = classified?.label_descriptions.find((described) => described.label === label);
  return (
    <div>
      <RevealedText text={label} />
      {meaning !== undefined && (
        <div className={styles.meaning}>
          <RevealedText text={meaning.description} />
        </div>
      )}
    </div>
  );
}

/** Control and Enter sends, Escape gives the keys back to the page. */
function sendOrLeave(event: React.KeyboardEvent<HTMLElement>, send: (() => void) | undefined) {
  if (event.key === 'Escape') event.currentTarget.blur();
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  send?.();
}
