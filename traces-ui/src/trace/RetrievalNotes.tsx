import type {
  CrossEncoderTrace,
  QueryStep,
  RetrievalTrace,
} from '../../../contract/retrieval-trace.ts';
import { formatDuration, formatPercent } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import styles from './candidates.module.css';

interface RetrievalNotesProps {
  readonly retrieval: Pick<RetrievalTrace, 'query_steps' | 'cross_encoder' | 'coverage'>;
}

/** What was made of the question before it was searched for, and how much of it was found. */
export function RetrievalNotes({ retrieval }: RetrievalNotesProps) {
  const { query_steps: steps = [], cross_encoder: pass, coverage } = retrieval;
  return (
    <>
      {steps.map((step) => (
        <QueryStepNote key={`${step.kind} ${step.from} ${step.to}`} step={step} />
      ))}
      {pass !== undefined && pass !== null && <CrossEncoderNote pass={pass} />}
      {coverage !== undefined && <CoverageNote coverage={coverage} />}
    </>
  );
}

const STEP_VERBS: Readonly<Record<QueryStep['kind'], string>> = {
  rewrite: 'Rewritten as',
  history: 'Also searched for',
  parts: 'Searched for each of',
  synonyms: 'Also searched for',
  spelling: 'Searched for',
  acronym: 'Also searched for',
  filter: 'Searched in',
};

/** What was searched for that the question does not say. */
function QueryStepNote({ step: { kind, to, reason } }: { readonly step: QueryStep }) {
  return (
    <p className={styles.counts}>
      {STEP_VERBS[kind]} “<RevealedText text={to} />
      ”: <RevealedText text={reason} />.
    </p>
  );
}

const ENDING_WORDS: Readonly<Record<CrossEncoderTrace['ending'], string>> = {
  complete: '',
  out_of_time: ' Its time was over before the others.',
  failed: ' It failed:',
};

/** What a cross-encoder had a say in. */
function CrossEncoderNote({ pass }: { readonly pass: CrossEncoderTrace }) {
  return (
    <p className={styles.counts} data-tone={pass.ending === 'failed' ? 'bad' : undefined}>
      The cross-encoder <RevealedText text={pass.model} /> ordered {pass.scored_count} of the best{' '}
      {pass.depth} anew in {formatDuration(pass.duration_ms)}.
      {pass.withheld_count > 0 && ` ${pass.withheld_count} may not be given to it.`}
      {ENDING_WORDS[pass.ending]} <RevealedText text={pass.detail ?? ''} />
    </p>
  );
}

interface CoverageNoteProps {
  readonly coverage: NonNullable<RetrievalTrace['coverage']>;
}

function CoverageNote({ coverage: { share, missing } }: CoverageNoteProps) {
  return (
    <p className={styles.counts}>
      What was selected holds {formatPercent(share)} of the question
      {missing.length > 0 && (
        <>
          , but nothing of <RevealedText text={missing.join(', ')} />
        </>
      )}
      .
    </p>
  );
}
