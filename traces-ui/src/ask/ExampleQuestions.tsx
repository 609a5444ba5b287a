import { ArrowUpRight } from 'lucide-react';
import styles from './ask.module.css';

const EXAMPLES = [
  "How many days of carer's leave do I get?",
  'What is the hotel limit for a business trip?',
  'How do I reset my password when I am locked out?',
  'Who must approve access to a restricted system?',
  'May I work from another country for a few weeks?',
  'What do I do when the printer reports a paper jam?',
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
