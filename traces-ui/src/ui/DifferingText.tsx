import styles from './differing-text.module.css';
import { RevealedText } from './RevealedText.tsx';
import { splitText, type TextRange } from './split-text.ts';

interface DifferingTextProps {
  readonly text: string;
  readonly marks: readonly TextRange<'differs'>[];
}

/** A text whose marked words another text does not have. */
export function DifferingText({ text, marks }: DifferingTextProps) {
  return splitText(text, marks).map((part) =>
    part.labels.length === 0 ? (
      <RevealedText key={part.start} text={part.text} />
    ) : (
      <mark key={part.start} className={styles.differs}>
        <RevealedText text={part.text} />
        <span className="visually-hidden"> (differs)</span>
      </mark>
    ),
  );
}
