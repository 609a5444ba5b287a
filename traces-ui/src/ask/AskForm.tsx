import { Button, MultiSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CornerDownLeft, Square } from 'lucide-react';
import { collectionsQuery } from '../api/queries.ts';
import { formatCount } from '../ui/format.ts';
import styles from './ask.module.css';
import { QUESTION_LIMIT_CHARS } from './question-limit.ts';

const COUNTER_FROM_CHARS = 7_000;

interface AskFormProps {
  readonly question: string;
  readonly collections: readonly string[];
  readonly isRunning: boolean;
  /** One line high: an answer is shown below. */
  readonly isCompact: boolean;
  readonly onQuestion: (question: string) => void;
  readonly onCollections: (collections: readonly string[]) => void;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

export function AskForm(props: AskFormProps) {
  const { data } = useQuery(collectionsQuery());
  const length = props.question.length;
  const isTooLong = length > QUESTION_LIMIT_CHARS;
  const canAsk = props.question.trim().length > 0 && !isTooLong && !props.isRunning;
  const ask = () => canAsk && props.onAsk(props.question);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Textarea
        aria-label="Question"
        placeholder="Ask your documents a question"
        variant="unstyled"
        classNames={{ input: styles.question ?? '' }}
        autosize
        minRows={props.isCompact ? 1 : 2}
        maxRows={10}
        value={props.question}
        error={
          isTooLong
            ? `A question has at most ${formatCount(QUESTION_LIMIT_CHARS)} characters.`
            : null
        }
        onChange={(event) => props.onQuestion(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          ask();
        }}
      />
      <div className={styles.controls}>
        <MultiSelect
          aria-label="Collections"
          placeholder={props.collections.length === 0 ? 'All collections' : ''}
          data={(data?.data ?? []).map((collection) => collection.name)}
          value={[...props.collections]}
          onChange={props.onCollections}
          size="xs"
          clearable
          searchable
          className={styles.collections ?? ''}
        />
        {length >= COUNTER_FROM_CHARS && (
          <output className={styles.counter} data-over={isTooLong || undefined}>
            {formatCount(length)} of {formatCount(QUESTION_LIMIT_CHARS)} characters
          </output>
        )}
        <span className={styles.hint}>Ctrl or ⌘ + Enter</span>
        {/* The keys keep them two elements: one that turned into a submit button under a click would ask again. */}
        {props.isRunning ? (
          <Button
            key="stop"
            size="sm"
            variant="default"
            leftSection={<Square size={13} />}
            onClick={props.onStop}
          >
            Stop
          </Button>
        ) : (
          <Button
            key="ask"
            size="sm"
            type="submit"
            disabled={!canAsk}
            rightSection={<CornerDownLeft size={14} aria-hidden="true" />}
          >
            Ask
          </Button>
        )}
      </div>
    </form>
  );
}
