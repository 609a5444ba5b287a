import { Button, Textarea } from '@mantine/core';
import { CornerDownLeft, Square } from 'lucide-react';
import { formatCount } from '../ui/format.ts';
import { type AskChoices, AskOptions } from './AskOptions.tsx';
import styles from './ask.module.css';
import { QUESTION_LIMIT_CHARS } from './question-limit.ts';

const COUNTER_FROM_CHARS = 7_000;

interface AskFormProps {
  readonly question: string;
  readonly choices: AskChoices;
  readonly isRunning: boolean;
  /** One line high: an answer is shown below. */
  readonly isCompact: boolean;
  readonly onQuestion: (question: string) => void;
  readonly onChoices: (choices: AskChoices) => void;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

export function AskForm(props: AskFormProps) {
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
        <AskOptions choices={props.choices} onChoices={props.onChoices} />
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
