import type { LedgerEntry, RerankFeatures } from '../../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../../contract/retrieval-trace.ts';
import { formatQuantity, formatScore } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import { FEATURE_TERMS } from '../ui/terms/feature-terms.ts';
import styles from './candidates.module.css';

interface ScoreBreakdownProps {
  readonly scores: LedgerEntry['scores'];
  readonly weights: RetrievalSettings['rerank_weights'];
}

/** What a candidate's scores are made of: each term's part of BM25, each feature's part of the reranker's score. */
export function ScoreBreakdown({ scores, weights }: ScoreBreakdownProps) {
  return (
    <div className={styles.breakdown}>
      {scores.lexical !== null && <TermParts lexical={scores.lexical} />}
      {scores.rerank_features !== null && scores.rerank_features !== undefined && (
        <FeatureParts features={scores.rerank_features} weights={weights ?? {}} />
      )}
    </div>
  );
}

function TermParts({
  lexical,
}: {
  readonly lexical: NonNullable<LedgerEntry['scores']['lexical']>;
}) {
  const parts = lexical.terms ?? [];
  const strongest = parts[0]?.score ?? 1;
  if (parts.length === 0) return null;
  return (
    <table className={styles.parts}>
      <caption>
        Keywords: BM25 {formatScore(lexical.score)}, of a chunk of{' '}
        {formatQuantity(lexical.length ?? 0, 'term')}
      </caption>
      <thead>
        <tr>
          <th scope="col">Term</th>
          <th scope="col">Adds</th>
          <th scope="col" title="How often it stands in the chunk">
            Times
          </th>
          <th scope="col" title="Inverse document frequency: the rarer, the higher">
            Rarity
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part, index) => (
          <tr key={part.term}>
            <th scope="row">
              <RevealedText text={lexical.matched_terms[index] ?? part.term} />
            </th>
            <td>
              <ScoreBar
                label={formatScore(part.score)}
                share={part.score / strongest}
                tone="muted"
              />
            </td>
            <td>{part.frequency}</td>
            <td>{formatScore(part.inverse_document_frequency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FeaturePartsProps {
  readonly features: RerankFeatures;
  readonly weights: Readonly<Record<string, number>>;
}

function FeatureParts({ features, weights }: FeaturePartsProps) {
  return (
    <table className={styles.parts}>
      <caption>Reranker: features of 0 to 1 among the candidates, added up by weight</caption>
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Value</th>
          <th scope="col">Weight</th>
        </tr>
      </thead>
      <tbody>
        {FEATURE_TERMS.map(({ name, label, meaning }) => (
          <tr key={name}>
            <th scope="row" title={meaning}>
              {label}
            </th>
            <td>
              <ScoreBar label={formatScore(features[name])} share={features[name]} tone="muted" />
            </td>
            <td>{weights[name] === undefined ? '–' : formatScore(weights[name])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
