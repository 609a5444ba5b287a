import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { GoldDraft } from '../../../contract/gold-draft.ts';
import { call } from '../api/client.ts';
import { KeyedButton } from '../reviews/KeyedButton.tsx';
import { ActionError } from '../ui/ActionError.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import styles from './gold-sets.module.css';

interface DraftCardProps {
  readonly draft: GoldDraft;
  /** Null where there is no other draft. */
  readonly onSkip: (() => void) | null;
}

/** The words of the document at the left, the item that would be made of them at the right. */
export function DraftCard({ draft, onSkip }: DraftCardProps) {
  const { document_id: documentId, document_version: version, trace_id: traceId } = draft;
  const { item, model } = draft;
  const [input, setInput] = useState(item.input);
  const [lines, setLines] = useState((item.expected.accepted_answers ?? []).join('\n'));
  const decide = useDecision(draft);
  const answers = lines.split('\n').filter((line) => line.trim() !== '');
  const isWhole = input.trim() !== '' && answers.length > 0;
  const approve = () => {
    if (isWhole) decide.mutate({ decision: 'approve', input, accepted_answers: answers });
  };
  const dismiss = () => decide.mutate({ decision: 'dismiss' });
  useShortcuts('Draft', [
    { keys: 'a', does: 'Approve the draft', run: approve },
    { keys: 'r', does: 'Dismiss the draft', run: dismiss },
    { keys: 'n', does: 'Next draft', run: () => onSkip?.() },
  ]);
  return (
    <div className={styles.card}>
      <figure className={styles.source}>
        <blockquote>
          <RevealedText text={draft.quote} />
        </blockquote>
        <figcaption>
          <Link to="/documents/$documentId" params={{ documentId }} search={{ version }}>
            <RevealedText text={item.sources[0]?.path ?? 'Document'} />, version {version}
          </Link>
          {traceId !== null && (
            <>
              {', written by '}
              <Link to="/traces/$traceId" params={{ traceId }}>
                {model}
              </Link>
            </>
          )}
        </figcaption>
      </figure>
      <div className={styles.item}>
        <Textarea
          label="Question"
          autosize
          value={input}
          onChange={(event) => setInput(event.currentTarget.value)}
        />
        <Textarea
          label="Accepted answers, one a line"
          autosize
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          <KeyedButton
            shortcut="a"
            disabled={!isWhole}
            loading={decide.isPending}
            onClick={approve}
          >
            Approve
          </KeyedButton>
          <KeyedButton shortcut="r" variant="default" disabled={decide.isPending} onClick={dismiss}>
            Dismiss
          </KeyedButton>
          {onSkip !== null && (
            <KeyedButton shortcut="n" variant="subtle" onClick={onSkip}>
              Later
            </KeyedButton>
          )}
        </div>
        <ActionError error={decide.error} />
      </div>
    </div>
  );
}

function useDecision({ id, gold_set: name }: GoldDraft) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<'decideGoldDraft'>) =>
      call('decideGoldDraft', { params: { name, id }, body }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['gold-drafts', name] });
      await queryClient.invalidateQueries({ queryKey: ['gold-set', name] });
      await queryClient.invalidateQueries({ queryKey: ['gold-sets'] });
    },
  });
}
