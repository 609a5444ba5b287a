import { ArrowUpRight } from 'lucide-react';
import styles from './ask.module.css';

const EXAMPLES = [
  "How many days of carer's leave do I get?",
  'How much may a hotel in the capital city cost in 2026?',
  'How long does break-glass access last?',
  'How long is footage from the security cameras kept?',
  'How much does the bank pay towards an office chair at home?',
  'How long can a deleted file on a share be restored?',
] as const;

/** Shown before the first question: what kind of thing can be asked. */
export function ExampleQuestions({ onAsk }: { readonly onAsk: (question: string) => void }) {
  return (
    <section className={styles.examples} aria-labelledby="examples-title">
      <h2 id="examples-title" className={styles.examplesTitle}>
        Try one of these
      </h2>
      <ul className={styles.exampleList}>
        {EXAMPLES.map((question) => (
          <li key={question}>
            <button type="button" className={styles.example} onClick={() => onAsk(question)}>
              <span>{question}</span>
              <ArrowUpRight size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
