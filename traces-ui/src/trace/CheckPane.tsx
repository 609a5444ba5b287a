import { Link } from '@tanstack/react-router';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { ClaimReasons } from './ClaimList.tsx';
import { ClaimDecided, TierRuns } from './TierRuns.tsx';
import claimStyles from './claim-list.module.css';
import styles from './trace.module.css';
import type { CheckTrace } from './trace-shape.ts';

/** What was checked on request, and what came of it. */
export function CheckPane({ trace }: { readonly trace: CheckTrace }) {
  const { checked, verification } = trace;
  const chunks = checked.chunks.flatMap(({ id, text }) => (text === null ? [] : [{ id, text }]));
  return (
    <div className={styles.answerPane}>
      <Panel title="Checked text" aside={checked.trace_id !== null && <Origin trace={trace} />}>
        <p className={styles.draft} dir="auto">
          <RevealedText text={checked.answer} />
        </p>
      </Panel>
      <Panel title="Sentences">
        <TierRuns runs={verification.tiers ?? []} />
        <ol className={claimStyles.list}>
          {verification.claims.map((claim) => (
            <li key={claim.index} className={claimStyles.item}>
              <TermTag term={VERDICT_TERMS[claim.verdict]} />
              <div className={claimStyles.words}>
                <p>
                  <RevealedText text={claim.text} />{' '}
                  {claim.markers.map((marker) => `[${marker}]`).join('')}
                </p>
                <ClaimReasons reasons={claim.reasons} />
                {claim.decision !== undefined && <ClaimDecided decision={claim.decision} />}
              </div>
            </li>
          ))}
        </ol>
      </Panel>
      {chunks.map((chunk, index) => (
        <Panel key={chunk.id} title={`Chunk ${index + 1}`} aside={<PlainTag>{chunk.id}</PlainTag>}>
          <p className={styles.draft} dir="auto">
            <RevealedText text={chunk.text} />
          </p>
        </Panel>
      ))}
    </div>
  );
}

function Origin({ trace: { checked } }: { readonly trace: CheckTrace }) {
  return (
    <>
      {checked.is_same === true ? 'Same verdicts as on record' : 'Other verdicts than on record'}{' '}
      <Link to="/traces/$traceId" params={{ traceId: checked.trace_id ?? '' }}>
        Open trace
      </Link>
    </>
  );
}
