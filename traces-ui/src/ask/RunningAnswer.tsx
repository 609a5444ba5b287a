import { Loader } from '@mantine/core';
import { Check } from 'lucide-react';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ANSWER_STEPS, type AnswerProgress, type AnswerStep } from './answer-progress.ts';
import styles from './ask.module.css';

const STEP_WORDS: Readonly<Record<AnswerStep, string>> = {
  route: 'Choosing a model',
  retrieve: 'Searching the documents',
  generate: 'Writing',
  verify: 'Checking each sentence',
  store: 'Putting the trace on record',
};

interface RunningAnswerProps {
  readonly progress: Extract<AnswerProgress, { kind: 'running' }>;
}

/** An answer on its way: what has been done, and the text as it comes, marked as not checked yet. */
export function RunningAnswer({ progress }: RunningAnswerProps) {
  const current = ANSWER_STEPS.indexOf(progress.step);
  return (
    <section className={styles.running} aria-label="Answer in progress" aria-busy="true">
      <ol className={styles.steps}>
        {ANSWER_STEPS.map((step, index) => (
          <li
            key={step}
            className={styles.step}
            data-state={index < current ? 'done' : index === current ? 'now' : 'later'}
          >
            {index < current && <Check size={13} aria-hidden="true" />}
            {index === current && <Loader size={12} aria-hidden="true" />}
            {STEP_WORDS[step]}
          </li>
        ))}
      </ol>
      <output className="visually-hidden">{STEP_WORDS[progress.step]}</output>
      {progress.provisionalText !== '' && (
        <>
          <p className={styles.provisionalNote}>Not checked yet</p>
          <p className={styles.provisional} dir="auto">
            <RevealedText text={progress.provisionalText} />
          </p>
        </>
      )}
    </section>
  );
}
