import type { DraftDecision } from '../../../contract/consequence.ts';
import { formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { DECISION_WORDS } from '../ui/terms/route-terms.ts';
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
      <Decisions decisions={trace.outcome.decisions ?? []} />
      {answer.drafts.map((draft, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two drafts may be alike
        <Panel key={index} title="Withheld draft" aside={draft.model}>
          <p className={styles.withheld}>{draft.withheld_because}</p>
          <p className={styles.draft} dir="auto">
            <RevealedText text={draft.text} />
          </p>
        </Panel>
      ))}
    </div>
  );
}

/** What followed from the verdicts; nothing to tell where the one draft was accepted. */
function Decisions({ decisions }: { readonly decisions: readonly DraftDecision[] }) {
  if (decisions.every(({ decision }) => decision === 'accept')) return null;
  return (
    <Panel title="What followed from the check">
      <ol>
        {decisions.map(({ decision, model, reason }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- a decision's place is its identity
          <li key={index}>
            {DECISION_WORDS[decision]} ({model}): {reason}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
