import { formatPercent } from '../ui/format.ts';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import styles from './trace.module.css';
import type { ClassifiedTrace } from './trace-shape.ts';

/** A text that was labelled, by which version, and the words that decided. */
export function ClassifiedPane({ trace }: { readonly trace: ClassifiedTrace }) {
  const { text, classifier, said, decision, asked, min_probability: sureFrom } = trace.classified;
  const strongest = Math.max(...said.why.map(({ weight }) => Math.abs(weight)), 0);
  return (
    <div className={styles.answerPane}>
      <Panel title="Labelled text">
        <p className={styles.draft} dir="auto">
          <RevealedText text={text} />
        </p>
      </Panel>
      <Panel title={decision.label === null ? 'No label' : `Label: ${decision.label}`}>
        <p>
          <RevealedText text={decision.reason} />
        </p>
        <Facts>
          <Fact name="Classifier">
            {classifier.name}, version {classifier.version}
          </Fact>
          <Fact name="Decides from">{formatPercent(sureFrom)}</Fact>
          {said.top.map(({ label, probability }) => (
            <Fact key={label} name={label}>
              <ScoreBar label={formatPercent(probability)} share={probability} />
            </Fact>
          ))}
        </Facts>
      </Panel>
      {asked.length > 0 && (
        <Panel title="Models that were asked">
          <Facts>
            {asked.map((step) => (
              <Fact key={step.model} name={step.model}>
                <RevealedText text={step.label ?? step.reply ?? ''} /> {step.detail}
              </Fact>
            ))}
          </Facts>
        </Panel>
      )}
      <Panel title="Words that decided">
        <Facts>
          {said.why.map(({ term, weight }) => (
            <Fact key={term} name={term}>
              <ScoreBar
                label={`${weight < 0 ? 'against' : 'for'} (${weight.toFixed(2)})`}
                share={strongest === 0 ? 0 : Math.abs(weight) / strongest}
                tone={weight < 0 ? 'warn' : 'info'}
              />
            </Fact>
          ))}
        </Facts>
      </Panel>
    </div>
  );
}
