import { formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { type AnswerSelection, AnswerText } from './AnswerText.tsx';
import { ClaimList } from './ClaimList.tsx';
import styles from './trace.module.css';
import type { AnswerTrace } from './trace-shape.ts';

interface AnswerPaneProps extends AnswerSelection {
  readonly trace: AnswerTrace;
}

/** The answer as it was returned, with its sentences and their verdicts below it. */
export function AnswerPane({ trace, ...selection }: AnswerPaneProps) {
  const { answer, verification } = trace;
  const aside =
    verification.citation_precision === null
      ? undefined
      : `Citation precision ${formatPercent(verification.citation_precision)}`;
  return (
    <div className={styles.answerPane}>
      <Panel title="Answer" aside={aside}>
        <AnswerText
          text={answer.text}
          claims={verification.claims}
          citations={answer.citations}
          {...selection}
        />
      </Panel>
      {verification.claims.length > 0 && (
        <Panel title="Sentences">
          <div className={styles.tight}>
            <ClaimList
              claims={verification.claims}
              citations={answer.citations}
              selectedMarker={selection.marker}
              selectedClaim={selection.claim}
              onSelectMarker={selection.onSelectMarker}
            />
          </div>
        </Panel>
      )}
      {answer.drafts.map((draft) => (
        <Panel key={draft.text} title="Withheld draft" aside={draft.model}>
          <p className={styles.withheld}>{draft.withheld_because}</p>
          <p className={styles.draft} dir="auto">
            <RevealedText text={draft.text} />
          </p>
        </Panel>
      ))}
    </div>
  );
}
