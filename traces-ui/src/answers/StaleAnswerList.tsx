import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { RotateCw } from 'lucide-react';
import type { CitingAnswer } from '../../../contract/stale-answer.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatQuantity } from '../ui/format.ts';
import { AnswerPair } from './AnswerPair.tsx';
import styles from './answers.module.css';
import { CitingAnswerItem } from './CitingAnswerItem.tsx';
import { MAX_CHOSEN, toggleChoice } from './choose-answers.ts';
import { type AnswerScope, useReask } from './use-reask.ts';

interface StaleAnswerListProps {
  readonly scope: AnswerScope;
  readonly answers: readonly CitingAnswer[];
  /** The answer that is shown beside its new one. */
  readonly compared: string | undefined;
  readonly onCompare: (traceId: string | undefined) => void;
}

/** Stale answers with what changed under each, and the way to ask them again. */
export function StaleAnswerList({ scope, answers, compared, onCompare }: StaleAnswerListProps) {
  const mayReask = useMay('ingest');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const reask = useReask(scope);
  const ask = () => {
    onCompare(undefined);
    reask.mutate(chosen, { onSuccess: () => setChosen([]) });
  };
  const open = answers.filter((answer) => answer.reasked_as === null).slice(0, MAX_CHOSEN);
  const areAllChosen = open.length > 0 && open.every(({ trace_id: id }) => chosen.includes(id));
  return (
    <div className={styles.list}>
      {mayReask && (
        <div className={styles.bar}>
          <Checkbox
            size="xs"
            label="Choose all that were not asked again"
            disabled={open.length === 0}
            checked={areAllChosen}
            indeterminate={chosen.length > 0 && !areAllChosen}
            onChange={() => setChosen(areAllChosen ? [] : open.map((answer) => answer.trace_id))}
          />
          <Button
            size="xs"
            leftSection={<RotateCw size={14} aria-hidden="true" />}
            disabled={chosen.length === 0}
            loading={reask.isPending}
            onClick={ask}
          >
            Ask again
          </Button>
          <output className={styles.barFacts}>
            {reask.isPending
              ? `Asking ${formatQuantity(reask.variables.length, 'question')}…`
              : `${chosen.length} of ${answers.length} chosen`}
          </output>
          <ActionError error={reask.error} />
        </div>
      )}
      {reask.isSuccess && (
        <section className={styles.pairs} aria-label="Asked again">
          {reask.data.data.map((pair) => (
            <AnswerPair
              key={pair.old.id}
              question={pair.question}
              before={pair.old}
              after={pair.new ?? pair.error?.detail ?? 'the server gave no reason.'}
            />
          ))}
        </section>
      )}
      <ul>
        {answers.map((answer) => (
          <CitingAnswerItem
            key={answer.trace_id}
            answer={answer}
            choice={
              mayReask
                ? {
                    isChosen: chosen.includes(answer.trace_id),
                    onChoose: (isChosen) =>
                      setChosen((current) => toggleChoice(current, answer.trace_id, isChosen)),
                  }
                : null
            }
            isCompared={compared === answer.trace_id}
            onCompare={(isCompared) => onCompare(isCompared ? answer.trace_id : undefined)}
          />
        ))}
      </ul>
    </div>
  );
}
